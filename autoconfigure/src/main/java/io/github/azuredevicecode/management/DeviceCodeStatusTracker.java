package io.github.azuredevicecode.management;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the status of one credential by its events. Reading the status needs neither the
 * credential nor any I/O. Thread safe.
 *
 * @since 0.1
 */
public class DeviceCodeStatusTracker implements DeviceCodeListener {

	private static final Log logger = LogFactory.getLog(DeviceCodeStatusTracker.class);

	private final Clock clock;

	private final Runnable changed;

	private volatile boolean tokenCacheAvailable = true;

	private final AtomicReference<DeviceCodeStatus> status;

	/**
	 * Creates a tracker of a credential in which nobody is signed in.
	 * @param clock tells when a state began
	 */
	public DeviceCodeStatusTracker(Clock clock) {
		this(clock, () -> {
		});
	}

	DeviceCodeStatusTracker(Clock clock, Runnable changed) {
		this.clock = clock;
		this.changed = changed;
		this.status = new AtomicReference<>(DeviceCodeStatus.signedOut(clock.instant()));
	}

	/**
	 * Returns the status as it is known now, without I/O. A login that an earlier run
	 * left in the token cache is known after a call of
	 * {@link #refresh(DeviceCodeCredential)}.
	 * @return the status
	 */
	public DeviceCodeStatus current() {
		return this.status.get();
	}

	/**
	 * Asks the credential who is signed in, and returns the status. This finds what no
	 * event tells: a cached login from an earlier run, and a sign-out by another replica.
	 * It may read the token cache, and never gets a token.
	 * @param credential the credential
	 * @return the status as it is then known
	 */
	public DeviceCodeStatus refresh(DeviceCodeCredential credential) {
		DeviceCodeStatus before = this.status.get();
		try {
			AuthenticationRecord account = credential.authenticationRecord().orElse(null);
			DeviceCodeStatus known = before.known(account, this.clock.instant());
			// What happened meanwhile is newer than the answer
			if (known != before && this.status.compareAndSet(before, known)) {
				this.changed.run();
			}
		}
		catch (RuntimeException ex) {
			logger.debug("Cannot find out who is signed in. Reporting the last known user", ex);
		}
		return this.status.get();
	}

	@Override
	public void onPrompt(PromptEvent event) {
		Instant time = this.clock.instant();
		change((status) -> status.prompted(event.prompt(), time));
	}

	@Override
	public void onAuthenticated(AuthenticatedEvent event) {
		Instant time = this.clock.instant();
		change((status) -> status.authenticated(event.attemptId(), event.authenticationRecord(), time));
	}

	@Override
	public void onFailed(FailedEvent event) {
		fail(event.attemptId(), event.exception());
	}

	/**
	 * Follows a login that the credential has found in its token cache, or uses on after
	 * a further sign-in has failed.
	 * @param event the event
	 */
	@Override
	public void onTokenAcquired(TokenAcquiredEvent event) {
		AuthenticationRecord account = event.authenticationRecord();
		if (account != null) {
			Instant time = this.clock.instant();
			change((status) -> status.usable(account, time));
		}
	}

	@Override
	public void onRenewalRefused(RenewalRefusedEvent event) {
		SignInFailure failure = SignInFailure.of(event.exception(), this.clock.instant());
		change((status) -> status.refused(failure));
	}

	@Override
	public void onTokenCacheAvailability(TokenCacheAvailabilityEvent event) {
		this.tokenCacheAvailable = event.isAvailable();
	}

	/**
	 * Returns whether the token cache was available when the credential last used it.
	 * @return whether it was
	 */
	public boolean isTokenCacheAvailable() {
		return this.tokenCacheAvailable;
	}

	@Override
	public void onSignedOut(SignedOutEvent event) {
		Instant time = this.clock.instant();
		change((status) -> DeviceCodeStatus.signedOut(time));
	}

	/**
	 * Keeps a failure that prevented an attempt, for which the credential has no event.
	 * @param exception the failure
	 */
	void notAttempted(ClientAuthenticationException exception) {
		fail(null, exception);
	}

	private void fail(@Nullable String attemptId, ClientAuthenticationException exception) {
		SignInFailure failure = SignInFailure.of(exception, this.clock.instant());
		change((status) -> status.failed(attemptId, failure));
	}

	private void change(UnaryOperator<DeviceCodeStatus> change) {
		DeviceCodeStatus before = this.status.getAndUpdate(change);
		if (this.status.get() != before) {
			this.changed.run();
		}
	}

	/**
	 * Reports a change of what is known beside the status.
	 */
	void changed() {
		this.changed.run();
	}

}
