package io.github.azuredevicecode.concurrent;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodeListener.AuthenticatedEvent;
import io.github.azuredevicecode.DeviceCodeListener.FailedEvent;
import io.github.azuredevicecode.DeviceCodeListener.PromptEvent;
import io.github.azuredevicecode.DeviceCodeListener.RenewalRefusedEvent;
import io.github.azuredevicecode.DeviceCodeListener.SignedOutEvent;
import io.github.azuredevicecode.DeviceCodeListener.TokenAcquiredEvent;
import io.github.azuredevicecode.DeviceCodeListener.TokenCacheAvailabilityEvent;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.SignInOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Creates the events of one credential and passes them to its listener, whose faults it
 * keeps from the credential. Logs each of them in one line. Thread safe.
 */
public final class CredentialEventPublisher {

	private final String credentialName;

	private final DeviceCodeListener listener;

	private final CredentialLog log;

	private final ThreadLocal<Boolean> telling = new ThreadLocal<>();

	// A failure that comes again is logged once
	private volatile String lastProblem = "";

	public CredentialEventPublisher(Observability observability) {
		this.credentialName = observability.credentialName();
		this.log = new CredentialLog(this.credentialName, observability.supportLogging());
		this.listener = new CompositeListener(List.of(observability.listener()));
	}

	/**
	 * Returns whether this thread calls the listener. What the event tells of has not
	 * ended then, and must not be waited for.
	 * @return whether the caller is the listener
	 */
	public boolean isTelling() {
		return this.telling.get() != null;
	}

	private void tell(Consumer<DeviceCodeListener> call) {
		Boolean before = this.telling.get();
		this.telling.set(true);
		try {
			call.accept(this.listener);
		}
		finally {
			if (before == null) {
				this.telling.remove();
			}
		}
	}

	/**
	 * Returns the log of the credential, for what is no event.
	 * @return the log
	 */
	public CredentialLog log() {
		return this.log;
	}

	public void prompt(DeviceCodePrompt prompt) {
		this.log
			.info(prompt.replacesPrevious()
					? "Asking a user to sign in with a new code, which replaces the previous one."
					: "Asking a user to sign in.")
			.attempt(prompt.attemptId())
			.with("expiresAt", prompt.expiresAt())
			.log();
		tell((listener) -> listener.onPrompt(PromptEvent.of(prompt)));
	}

	public void authenticated(String attemptId, AuthenticationRecord authenticationRecord) {
		this.lastProblem = "";
		this.log.info("Signed in.").attempt(attemptId).user(authenticationRecord).log();
		tell((listener) -> listener
			.onAuthenticated(AuthenticatedEvent.of(this.credentialName, attemptId, authenticationRecord)));
	}

	public void failed(String attemptId, ClientAuthenticationException exception) {
		SignInOutcome outcome = SignInOutcome.of(exception);
		line(outcome, exception).attempt(attemptId)
			.with("outcome", outcome.value())
			.error(exception.getServiceError())
			.problem(exception.getMessage())
			.log();
		tell((listener) -> listener.onFailed(FailedEvent.of(this.credentialName, attemptId, exception)));
	}

	private CredentialLog.Line line(SignInOutcome outcome, ClientAuthenticationException exception) {
		return switch (outcome) {
			case CANCELLED -> this.log.info("The sign-in was cancelled.");
			case DECLINED -> this.log.info("The user has declined the sign-in.");
			case EXPIRED -> this.log.info("The code has expired before a user has signed in.");
			case TIMED_OUT -> this.log.info("The sign-in has timed out.");
			default -> isRepeated(exception) ? this.log.debug("The sign-in has failed again.")
					: this.log.warn("The sign-in has failed.");
		};
	}

	private boolean isRepeated(ClientAuthenticationException exception) {
		String code = (exception.getAadstsCode() != null) ? exception.getAadstsCode() : exception.getErrorCode();
		return isRepeated((code != null) ? code : String.valueOf(exception.getMessage()));
	}

	private boolean isRepeated(String problem) {
		String last = this.lastProblem;
		this.lastProblem = problem;
		return problem.equals(last);
	}

	/**
	 * Publishes that the service has refused to renew a token, so that a user has to sign
	 * in again.
	 * @param authenticationRecord the user whose login it is, or {@code null} if the user
	 * has signed out since
	 * @param exception the refusal
	 */
	public void renewalRefused(@Nullable AuthenticationRecord authenticationRecord,
			ClientAuthenticationException exception) {
		(isRepeated(exception) ? this.log.debug("The service has refused again to renew the login.")
				: this.log.warn("The service has refused to renew the login. A user must sign in again."))
			.user(authenticationRecord)
			.error(exception.getServiceError())
			.problem(exception.getMessage())
			.log();
		tell((listener) -> listener
			.onRenewalRefused(RenewalRefusedEvent.of(this.credentialName, authenticationRecord, exception)));
	}

	public void tokenAcquired(@Nullable AuthenticationRecord authenticationRecord, Instant expiresAt) {
		tell((listener) -> listener
			.onTokenAcquired(TokenAcquiredEvent.of(this.credentialName, authenticationRecord, expiresAt)));
	}

	/**
	 * Publishes that the token cache cannot be reached.
	 * @param problem the failure
	 */
	public void tokenCacheLost(@Nullable String problem) {
		this.log
			.warn("Cannot reach the token cache. Continuing with tokens in memory; changes are written when the token "
					+ "cache is back.")
			.problem(problem)
			.log();
		tell((listener) -> listener
			.onTokenCacheAvailability(TokenCacheAvailabilityEvent.of(this.credentialName, false)));
	}

	/**
	 * Publishes that the token cache can be reached again.
	 */
	public void tokenCacheFound() {
		this.log.info("The token cache can be reached again, and all changes are written.").log();
		tell((listener) -> listener
			.onTokenCacheAvailability(TokenCacheAvailabilityEvent.of(this.credentialName, true)));
	}

	/**
	 * Publishes a sign-out.
	 * @param authenticationRecord the user who was signed in, or {@code null} if nobody
	 * was
	 */
	public void signedOut(@Nullable AuthenticationRecord authenticationRecord) {
		signedOut("Signed out.", authenticationRecord);
	}

	/**
	 * Publishes a sign-out that this process has found in the token cache.
	 * @param authenticationRecord the user who was signed in
	 */
	public void signedOutElsewhere(AuthenticationRecord authenticationRecord) {
		signedOut("Signed out, since the login in the token cache was removed or replaced.", authenticationRecord);
	}

	private void signedOut(String text, @Nullable AuthenticationRecord authenticationRecord) {
		this.log.info(text).user(authenticationRecord).log();
		tell((listener) -> listener.onSignedOut(SignedOutEvent.of(this.credentialName, authenticationRecord)));
	}

}
