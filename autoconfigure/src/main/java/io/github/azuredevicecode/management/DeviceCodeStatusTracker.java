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
 * Keeps the state of the login from what the credential tells. Reading it needs neither
 * the credential nor any I/O. A credential that an application builds itself must be
 * given this listener. Thread safe.
 */
public class DeviceCodeStatusTracker implements DeviceCodeListener {

	private static final Log logger = LogFactory.getLog(DeviceCodeStatusTracker.class);

	private final Clock clock;

	private final Runnable changed;

	private volatile boolean tokenCacheAvailable = true;

	private final AtomicReference<DeviceCodeStatus> login;

	/**
	 * Create a state in which nobody is signed in.
	 * @param clock tells when a state began
	 */
	public DeviceCodeStatusTracker(Clock clock) {
		this(clock, () -> {
		});
	}

	DeviceCodeStatusTracker(Clock clock, Runnable changed) {
		this.clock = clock;
		this.changed = changed;
		this.login = new AtomicReference<>(DeviceCodeStatus.signedOut(clock.instant()));
	}

	/**
	 * Return what is known now, without I/O. A login that was kept by an earlier run is
	 * known once somebody has called {@link #refresh(DeviceCodeCredential)}.
	 * @return the login
	 */
	public DeviceCodeStatus current() {
		return this.login.get();
	}

	/**
	 * Ask the credential who is signed in, which brings to light what no event tells: a
	 * login that was kept by an earlier run, and a sign-out by another replica. May do
	 * I/O where logins are kept, and never asks for a token.
	 * @param credential the credential
	 * @return the login as it is then known
	 */
	public DeviceCodeStatus refresh(DeviceCodeCredential credential) {
		DeviceCodeStatus before = this.login.get();
		try {
			AuthenticationRecord account = credential.authenticationRecord().orElse(null);
			DeviceCodeStatus known = before.known(account, this.clock.instant());
			// What happened meanwhile is newer than the answer
			if (known != before && this.login.compareAndSet(before, known)) {
				this.changed.run();
			}
		}
		catch (RuntimeException ex) {
			logger.debug("Who is signed in cannot be found out now; what is known is reported", ex);
		}
		return this.login.get();
	}

	@Override
	public void onPrompt(PromptEvent event) {
		Instant time = this.clock.instant();
		change((login) -> login.prompted(event.prompt(), time));
	}

	@Override
	public void onAuthenticated(AuthenticatedEvent event) {
		Instant time = this.clock.instant();
		change((login) -> login.authenticated(event.attemptId(), event.authenticationRecord(), time));
	}

	@Override
	public void onFailed(FailedEvent event) {
		fail(event.attemptId(), event.exception());
	}

	@Override
	public void onTokenCacheAvailability(TokenCacheAvailabilityEvent event) {
		this.tokenCacheAvailable = event.isAvailable();
	}

	/**
	 * Return whether the token cache was available when the credential last used it.
	 * @return whether it was
	 */
	public boolean isTokenCacheAvailable() {
		return this.tokenCacheAvailable;
	}

	@Override
	public void onSignedOut(SignedOutEvent event) {
		Instant time = this.clock.instant();
		change((login) -> DeviceCodeStatus.signedOut(time));
	}

	/**
	 * Keep a failure before there was an attempt, of which the credential tells its
	 * caller alone.
	 * @param exception why there was no attempt
	 */
	void notAttempted(ClientAuthenticationException exception) {
		fail(null, exception);
	}

	private void fail(@Nullable String attemptId, ClientAuthenticationException exception) {
		SignInFailure failure = SignInFailure.of(exception, this.clock.instant());
		change((login) -> login.failed(attemptId, failure));
	}

	private void change(UnaryOperator<DeviceCodeStatus> change) {
		this.login.updateAndGet(change);
		this.changed.run();
	}

	/**
	 * Tell of a change of what is known beside the login.
	 */
	void changed() {
		this.changed.run();
	}

}
