package io.github.azuredevicecode.management;

import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.SignInCancelledException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The status of one credential, and the operations that people can perform on it. Thread
 * safe.
 *
 * @since 0.1
 */
public final class DeviceCodeOperations {

	private static final Log logger = LogFactory.getLog(DeviceCodeOperations.class);

	private final String name;

	private final DeviceCodeCredential credential;

	private final DeviceCodeStatusTracker tracker;

	private final @Nullable String clientId;

	private final @Nullable String tenantId;

	private final Executor executor;

	private final @Nullable String displayName;

	private final CodeRequestLimiter codeRequestLimiter = new CodeRequestLimiter();

	private @Nullable FutureTask<Void> task;

	/**
	 * Creates operations.
	 * @param name the name of the credential
	 * @param credential the credential
	 * @param tracker tracks the status of the credential
	 * @param clientId the application that the credential is configured for, or
	 * {@code null} if that is not known
	 * @param tenantId the tenant that it is configured for, or {@code null} likewise
	 * @param executor runs a sign-in until it has ended
	 */
	public DeviceCodeOperations(String name, DeviceCodeCredential credential, DeviceCodeStatusTracker tracker,
			@Nullable String clientId, @Nullable String tenantId, Executor executor) {
		this(name, credential, tracker, clientId, tenantId, executor, null);
	}

	/**
	 * Creates operations of a credential that has a name for people.
	 * @param name the name of the credential
	 * @param credential the credential
	 * @param tracker tracks the status of the credential
	 * @param clientId the application that the credential is configured for, or
	 * {@code null} if that is not known
	 * @param tenantId the tenant that it is configured for, or {@code null} likewise
	 * @param executor runs a sign-in until it has ended
	 * @param displayName the name of the credential for people, or {@code null}
	 */
	public DeviceCodeOperations(String name, DeviceCodeCredential credential, DeviceCodeStatusTracker tracker,
			@Nullable String clientId, @Nullable String tenantId, Executor executor, @Nullable String displayName) {
		this.name = name;
		this.credential = credential;
		this.tracker = tracker;
		this.clientId = clientId;
		this.tenantId = tenantId;
		this.executor = executor;
		this.displayName = displayName;
	}

	/**
	 * Returns the application that the user signed in to or is asked to or, while there
	 * is no such user, the one that is configured.
	 * @return the client id, or {@code null} if it is not known
	 */
	public @Nullable String clientId() {
		String clientId = current().clientId();
		return (clientId != null) ? clientId : this.clientId;
	}

	/**
	 * Returns the tenant that the user signed in to or is asked to or, while there is no
	 * such user, the one that is configured.
	 * @return the tenant, or {@code null} if it is not known
	 */
	public @Nullable String tenantId() {
		String tenantId = current().tenantId();
		return (tenantId != null) ? tenantId : this.tenantId;
	}

	/**
	 * Returns the name of the credential.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns the name of the credential for people.
	 * @return the name, or {@code null} if it has none
	 */
	public @Nullable String displayName() {
		return this.displayName;
	}

	/**
	 * Returns the status as it is known now, without I/O.
	 * @return the status
	 */
	public DeviceCodeStatus current() {
		return this.tracker.current();
	}

	/**
	 * Returns whether the token cache was available when the credential last used it.
	 * @return whether it was
	 */
	public boolean isTokenCacheAvailable() {
		return this.tracker.isTokenCacheAvailable();
	}

	/**
	 * Asks the credential who is signed in, which may read the token cache, and returns
	 * the status.
	 * @return the status as it is then known
	 */
	public DeviceCodeStatus refresh() {
		return this.tracker.refresh(this.credential);
	}

	/**
	 * Returns whether a sign-in that was started here has not shown a code yet.
	 * @return whether a code is on its way
	 */
	public synchronized boolean isStarting() {
		return this.task != null && !this.task.isDone() && current().prompt() == null;
	}

	/**
	 * Starts a sign-in and does not wait for it, even if a user is signed in. Joins a
	 * sign-in for the same scopes that is under way.
	 * @return {@link OperationResult#NOTHING_TO_DO} if a sign-in that was started here
	 * has not ended
	 */
	public synchronized OperationResult start() {
		if (this.task != null && !this.task.isDone()) {
			return OperationResult.NOTHING_TO_DO;
		}
		if (!this.codeRequestLimiter.permits()) {
			return OperationResult.TOO_OFTEN;
		}
		FutureTask<Void> task = new FutureTask<>(this::signIn, null) {

			@Override
			protected void done() {
				DeviceCodeOperations.this.tracker.changed();
			}

		};
		this.executor.execute(task);
		this.task = task;
		this.tracker.changed();
		return OperationResult.DONE;
	}

	/**
	 * Shows another code in the sign-in that is under way, also if others started it.
	 * @return {@link OperationResult#NOTHING_TO_DO} if no code is shown, or another is on
	 * its way
	 */
	public OperationResult renew() {
		if (this.tracker.current().prompt() == null) {
			return OperationResult.NOTHING_TO_DO;
		}
		if (!this.codeRequestLimiter.permits()) {
			return OperationResult.TOO_OFTEN;
		}
		return this.credential.renewUserCode() ? OperationResult.DONE : OperationResult.NOTHING_TO_DO;
	}

	/**
	 * Cancels the sign-in that is under way, also if others started it, for all who wait
	 * for it.
	 * @return {@link OperationResult#NOTHING_TO_DO} if none is under way
	 */
	public synchronized OperationResult cancel() {
		boolean underWay = this.credential.cancelSignIn();
		boolean begun = this.task != null && this.task.cancel(true);
		return (underWay || begun) ? OperationResult.DONE : OperationResult.NOTHING_TO_DO;
	}

	/**
	 * Signs out, and ends any sign-in that is under way.
	 * @throws ClientAuthenticationException if the user is signed out here, but the token
	 * cache is unavailable, so that other processes that share it are still signed in
	 */
	public void signOut() {
		this.credential.signOut();
	}

	private void signIn() {
		SignInFailure before = this.tracker.current().lastFailure();
		try {
			// Not getToken, which would not ask while automatic authentication is
			// disabled
			this.credential.authenticate();
		}
		catch (SignInCancelledException ex) {
			logger.debug("The requested sign-in was cancelled");
		}
		catch (ClientAuthenticationException ex) {
			if (this.tracker.current().lastFailure() == before) {
				this.tracker.notAttempted(ex);
				logger.warn("Cannot start the requested sign-in. Credential: " + this.name + ". " + ex.getMessage());
			}
		}
		// Of any kind, since nobody looks at the task
		catch (Throwable ex) {
			logger.warn("The requested sign-in has failed. Credential: " + this.name, ex);
		}
	}

	/**
	 * The result of an operation that a person requested.
	 */
	public enum OperationResult {

		/**
		 * The operation is done, or has begun.
		 */
		DONE,

		/**
		 * There was nothing to do.
		 */
		NOTHING_TO_DO,

		/**
		 * Too many codes were requested within a minute.
		 */
		TOO_OFTEN

	}

}
