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
 * The login of one credential, with what people can do about it. Thread safe.
 */
public final class DeviceCodeOperations {

	private static final Log logger = LogFactory.getLog(DeviceCodeOperations.class);

	private final String name;

	private final DeviceCodeCredential credential;

	private final DeviceCodeStatusTracker state;

	private final @Nullable String clientId;

	private final @Nullable String tenantId;

	private final Executor executor;

	private final CodeRequestLimiter pace = new CodeRequestLimiter();

	private @Nullable FutureTask<Void> task;

	/**
	 * Create a login.
	 * @param name the name of the credential
	 * @param credential the credential
	 * @param state what is known of its login
	 * @param clientId the application that the credential is configured for, or
	 * {@code null} if that is not known
	 * @param tenantId the tenant that it is configured for, or {@code null} likewise
	 * @param executor runs a sign-in until it has ended
	 */
	public DeviceCodeOperations(String name, DeviceCodeCredential credential, DeviceCodeStatusTracker state,
			@Nullable String clientId, @Nullable String tenantId, Executor executor) {
		this.name = name;
		this.credential = credential;
		this.state = state;
		this.clientId = clientId;
		this.tenantId = tenantId;
		this.executor = executor;
	}

	/**
	 * Return the application that the user signed in to or is asked to or, while there is
	 * no such user, the one that is configured.
	 * @return the client id, or {@code null} if it is not known
	 */
	public @Nullable String clientId() {
		String clientId = current().clientId();
		return (clientId != null) ? clientId : this.clientId;
	}

	/**
	 * Return the tenant that the user signed in to or is asked to or, while there is no
	 * such user, the one that is configured.
	 * @return the tenant, or {@code null} if it is not known
	 */
	public @Nullable String tenantId() {
		String tenantId = current().tenantId();
		return (tenantId != null) ? tenantId : this.tenantId;
	}

	/**
	 * Return the name of the credential.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return what is known now, without I/O.
	 * @return the login
	 */
	public DeviceCodeStatus current() {
		return this.state.current();
	}

	/**
	 * Return whether the token cache was available when the credential last used it.
	 * @return whether it was
	 */
	public boolean isTokenCacheAvailable() {
		return this.state.isTokenCacheAvailable();
	}

	/**
	 * Return what is known once the credential was asked who is signed in, which may do
	 * I/O where logins are kept.
	 * @return the login
	 */
	public DeviceCodeStatus refresh() {
		return this.state.refresh(this.credential);
	}

	/**
	 * Return whether a sign-in that was begun here has not shown a code yet.
	 * @return whether a code is on its way
	 */
	public synchronized boolean isStarting() {
		return this.task != null && !this.task.isDone() && current().prompt() == null;
	}

	/**
	 * Begin a sign-in, whoever is signed in now, and do not wait for it. One that is
	 * under way for the same scopes is joined.
	 * @return {@link OperationResult#NOTHING_TO_DO} if one that was begun here has not
	 * ended
	 */
	public synchronized OperationResult start() {
		if (this.task != null && !this.task.isDone()) {
			return OperationResult.NOTHING_TO_DO;
		}
		if (!this.pace.permits()) {
			return OperationResult.TOO_OFTEN;
		}
		FutureTask<Void> task = new FutureTask<>(this::signIn, null) {

			@Override
			protected void done() {
				DeviceCodeOperations.this.state.changed();
			}

		};
		this.executor.execute(task);
		this.task = task;
		this.state.changed();
		return OperationResult.DONE;
	}

	/**
	 * Show another code in the sign-in that is under way, whoever began it.
	 * @return {@link OperationResult#NOTHING_TO_DO} if no code is shown, or another is on
	 * its way
	 */
	public OperationResult renew() {
		if (this.state.current().prompt() == null) {
			return OperationResult.NOTHING_TO_DO;
		}
		if (!this.pace.permits()) {
			return OperationResult.TOO_OFTEN;
		}
		return this.credential.renewUserCode() ? OperationResult.DONE : OperationResult.NOTHING_TO_DO;
	}

	/**
	 * End the sign-in that is under way, whoever began it, for all who wait for it.
	 * @return {@link OperationResult#NOTHING_TO_DO} if none is under way
	 */
	public synchronized OperationResult cancel() {
		boolean underWay = this.credential.cancelSignIn();
		boolean begun = this.task != null && this.task.cancel(true);
		return (underWay || begun) ? OperationResult.DONE : OperationResult.NOTHING_TO_DO;
	}

	/**
	 * Sign out, and end any sign-in that is under way.
	 * @throws ClientAuthenticationException if others that share the login could not be
	 * told
	 */
	public void signOut() {
		this.credential.signOut();
	}

	private void signIn() {
		SignInFailure before = this.state.current().lastFailure();
		try {
			// Not getToken, which would not ask while automatic authentication is
			// disabled
			this.credential.authenticate();
		}
		catch (SignInCancelledException ex) {
			logger.debug("The sign-in that was begun on demand was cancelled");
		}
		catch (ClientAuthenticationException ex) {
			if (this.state.current().lastFailure() == before) {
				this.state.notAttempted(ex);
			}
			logger.warn("The sign-in that was begun on demand has failed: " + ex.getMessage());
		}
		catch (RuntimeException ex) {
			logger.warn("The sign-in that was begun on demand has failed", ex);
		}
	}

	/**
	 * The result of an operation that a person has asked for.
	 */
	public enum OperationResult {

		/**
		 * It was done, or has begun.
		 */
		DONE,

		/**
		 * There was nothing to do.
		 */
		NOTHING_TO_DO,

		/**
		 * Too many codes were asked for within a minute.
		 */
		TOO_OFTEN

	}

}
