package io.github.azuredevicecode;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Callback interface for sign-in attempts, new access tokens and sign-outs. Implement it
 * to build on the library; an application that only wants to know of sign-ins listens to
 * the application events instead.
 * <p>
 * The credential calls the listener on one of its own threads, or on the thread of the
 * caller that signs out, closes or cancels. Implementations must be thread safe and
 * should return soon. The credential logs an exception and carries on. Those who wait for
 * a sign-in or a token are released when the listener has returned; one that takes more
 * than ten seconds is interrupted, and nobody waits for it any longer. A listener may use
 * the credential, except to wait for a token or a sign-in while a prompt is shown.
 * <p>
 * Each event names its credential, so that one listener can serve several credentials.
 * Tests create events with the {@code of} methods. More callbacks, and more accessors of
 * the events, may be added; existing ones stay.
 * <p>
 * For example: <pre class="code">
 * class SignInAudit implements DeviceCodeListener {
 *
 *     &#064;Override
 *     public void onAuthenticated(AuthenticatedEvent event) {
 *         audit(event.credentialName(), event.authenticationRecord().username());
 *     }
 *
 * }
 * </pre>
 *
 * @since 0.1
 */
public interface DeviceCodeListener {

	/**
	 * Called before the credential shows a prompt.
	 * @param event the prompt
	 */
	default void onPrompt(PromptEvent event) {
	}

	/**
	 * Called when a user has signed in.
	 * @param event the attempt and the user
	 */
	default void onAuthenticated(AuthenticatedEvent event) {
	}

	/**
	 * Called when an attempt to sign in has ended without a sign-in.
	 * @param event the attempt and its failure
	 */
	default void onFailed(FailedEvent event) {
	}

	/**
	 * Called when the credential holds a new access token: from a sign-in, from a
	 * renewal, or from the token cache.
	 * @param event the expiry of the token
	 */
	default void onTokenAcquired(TokenAcquiredEvent event) {
	}

	/**
	 * Called when the service has refused to renew a token, so that a user must sign in
	 * again.
	 * @param event the user and the refusal
	 */
	default void onRenewalRefused(RenewalRefusedEvent event) {
	}

	/**
	 * Called when the token cache becomes unavailable and when it is available again.
	 * Meanwhile the credential continues with the tokens in memory.
	 * @param event the availability of the token cache
	 */
	default void onTokenCacheAvailability(TokenCacheAvailabilityEvent event) {
	}

	/**
	 * Called when the credential has been signed out, here or by another process that
	 * shares its token cache.
	 * @param event the user who was signed in
	 */
	default void onSignedOut(SignedOutEvent event) {
	}

	/**
	 * Base class of all events. Immutable.
	 */
	abstract sealed class Event {

		private final String credentialName;

		private Event(String credentialName) {
			this.credentialName = Objects.requireNonNull(credentialName);
		}

		/**
		 * Returns the name of the credential that the event is about.
		 * @return the name
		 */
		public final String credentialName() {
			return this.credentialName;
		}

		// Names no user and shows no code
		@Override
		public final String toString() {
			return getClass().getSimpleName() + "[credentialName=" + this.credentialName + describe() + "]";
		}

		String describe() {
			return "";
		}

	}

	/**
	 * A prompt that is about to be shown.
	 */
	final class PromptEvent extends Event {

		private final DeviceCodePrompt prompt;

		private PromptEvent(DeviceCodePrompt prompt) {
			super(prompt.credentialName());
			this.prompt = prompt;
		}

		/**
		 * Creates an event.
		 * @param prompt the prompt, which names the credential
		 * @return the event
		 */
		public static PromptEvent of(DeviceCodePrompt prompt) {
			return new PromptEvent(prompt);
		}

		/**
		 * Returns the prompt.
		 * @return the prompt
		 */
		public DeviceCodePrompt prompt() {
			return this.prompt;
		}

		@Override
		String describe() {
			return ", attemptId=" + this.prompt.attemptId();
		}

	}

	/**
	 * A sign-in.
	 */
	final class AuthenticatedEvent extends Event {

		private final String attemptId;

		private final AuthenticationRecord authenticationRecord;

		private AuthenticatedEvent(String credentialName, String attemptId, AuthenticationRecord authenticationRecord) {
			super(credentialName);
			this.attemptId = Objects.requireNonNull(attemptId);
			this.authenticationRecord = Objects.requireNonNull(authenticationRecord);
		}

		/**
		 * Creates an event.
		 * @param credentialName the name of the credential
		 * @param attemptId the attempt
		 * @param authenticationRecord the user who signed in
		 * @return the event
		 */
		public static AuthenticatedEvent of(String credentialName, String attemptId,
				AuthenticationRecord authenticationRecord) {
			return new AuthenticatedEvent(credentialName, attemptId, authenticationRecord);
		}

		/**
		 * Returns the attempt, as its prompt names it.
		 * @return an opaque name
		 */
		public String attemptId() {
			return this.attemptId;
		}

		/**
		 * Returns the user who signed in.
		 * @return the record of the sign-in
		 */
		public AuthenticationRecord authenticationRecord() {
			return this.authenticationRecord;
		}

		@Override
		String describe() {
			return ", attemptId=" + this.attemptId;
		}

	}

	/**
	 * An attempt that has ended without a sign-in.
	 */
	final class FailedEvent extends Event {

		private final String attemptId;

		private final ClientAuthenticationException exception;

		private FailedEvent(String credentialName, String attemptId, ClientAuthenticationException exception) {
			super(credentialName);
			this.attemptId = Objects.requireNonNull(attemptId);
			this.exception = Objects.requireNonNull(exception);
		}

		/**
		 * Creates an event.
		 * @param credentialName the name of the credential
		 * @param attemptId the attempt
		 * @param exception the failure
		 * @return the event
		 */
		public static FailedEvent of(String credentialName, String attemptId, ClientAuthenticationException exception) {
			return new FailedEvent(credentialName, attemptId, exception);
		}

		/**
		 * Returns the attempt, as its prompt names it if one was shown.
		 * @return an opaque name
		 */
		public String attemptId() {
			return this.attemptId;
		}

		/**
		 * Returns the failure.
		 * @return the exception that every caller gets who waited for the attempt
		 */
		public ClientAuthenticationException exception() {
			return this.exception;
		}

		/**
		 * Returns how the attempt ended.
		 * @return the outcome, never {@link SignInOutcome#SUCCESS}
		 */
		public SignInOutcome outcome() {
			return SignInOutcome.of(this.exception);
		}

		@Override
		String describe() {
			return ", attemptId=" + this.attemptId + ", outcome=" + outcome();
		}

	}

	/**
	 * A new access token. The token itself is not part of the event.
	 */
	final class TokenAcquiredEvent extends Event {

		private final @Nullable AuthenticationRecord authenticationRecord;

		private final Instant expiresAt;

		private TokenAcquiredEvent(String credentialName, @Nullable AuthenticationRecord authenticationRecord,
				Instant expiresAt) {
			super(credentialName);
			this.authenticationRecord = authenticationRecord;
			this.expiresAt = Objects.requireNonNull(expiresAt);
		}

		/**
		 * Creates an event.
		 * @param credentialName the name of the credential
		 * @param authenticationRecord the user whose token it is, or {@code null} if the
		 * user has signed out since
		 * @param expiresAt the time at which the token expires
		 * @return the event
		 */
		public static TokenAcquiredEvent of(String credentialName, @Nullable AuthenticationRecord authenticationRecord,
				Instant expiresAt) {
			return new TokenAcquiredEvent(credentialName, authenticationRecord, expiresAt);
		}

		/**
		 * Returns the user whose token it is.
		 * @return the user, or {@code null} if the user has signed out since
		 */
		public @Nullable AuthenticationRecord authenticationRecord() {
			return this.authenticationRecord;
		}

		/**
		 * Returns when the token expires.
		 * @return the time
		 */
		public Instant expiresAt() {
			return this.expiresAt;
		}

		@Override
		String describe() {
			return ", expiresAt=" + this.expiresAt;
		}

	}

	/**
	 * A refusal to renew a token.
	 */
	final class RenewalRefusedEvent extends Event {

		private final @Nullable AuthenticationRecord authenticationRecord;

		private final ClientAuthenticationException exception;

		private RenewalRefusedEvent(String credentialName, @Nullable AuthenticationRecord authenticationRecord,
				ClientAuthenticationException exception) {
			super(credentialName);
			this.authenticationRecord = authenticationRecord;
			this.exception = Objects.requireNonNull(exception);
		}

		/**
		 * Creates an event.
		 * @param credentialName the name of the credential
		 * @param authenticationRecord the user whose login it is, or {@code null} if the
		 * user has signed out since
		 * @param exception the refusal
		 * @return the event
		 */
		public static RenewalRefusedEvent of(String credentialName, @Nullable AuthenticationRecord authenticationRecord,
				ClientAuthenticationException exception) {
			return new RenewalRefusedEvent(credentialName, authenticationRecord, exception);
		}

		/**
		 * Returns the user whose login it is.
		 * @return the user, or {@code null} if the user has signed out since
		 */
		public @Nullable AuthenticationRecord authenticationRecord() {
			return this.authenticationRecord;
		}

		/**
		 * Returns the refusal.
		 * @return the exception, which has the answer of the service
		 */
		public ClientAuthenticationException exception() {
			return this.exception;
		}

	}

	/**
	 * A change of the availability of the token cache.
	 */
	final class TokenCacheAvailabilityEvent extends Event {

		private final boolean available;

		private TokenCacheAvailabilityEvent(String credentialName, boolean available) {
			super(credentialName);
			this.available = available;
		}

		/**
		 * Creates an event.
		 * @param credentialName the name of the credential
		 * @param available whether the token cache is available from now on
		 * @return the event
		 */
		public static TokenCacheAvailabilityEvent of(String credentialName, boolean available) {
			return new TokenCacheAvailabilityEvent(credentialName, available);
		}

		/**
		 * Returns whether the token cache is available from now on.
		 * @return whether it is
		 */
		public boolean isAvailable() {
			return this.available;
		}

		@Override
		String describe() {
			return ", available=" + this.available;
		}

	}

	/**
	 * A sign-out.
	 */
	final class SignedOutEvent extends Event {

		private final @Nullable AuthenticationRecord authenticationRecord;

		private SignedOutEvent(String credentialName, @Nullable AuthenticationRecord authenticationRecord) {
			super(credentialName);
			this.authenticationRecord = authenticationRecord;
		}

		/**
		 * Creates an event.
		 * @param credentialName the name of the credential
		 * @param authenticationRecord the user who was signed in, or {@code null} if
		 * nobody was
		 * @return the event
		 */
		public static SignedOutEvent of(String credentialName, @Nullable AuthenticationRecord authenticationRecord) {
			return new SignedOutEvent(credentialName, authenticationRecord);
		}

		/**
		 * Returns the user who was signed in.
		 * @return the record of the sign-in, or {@code null} if nobody was signed in
		 */
		public @Nullable AuthenticationRecord authenticationRecord() {
			return this.authenticationRecord;
		}

	}

}
