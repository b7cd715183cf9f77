package io.github.azuredevicecode;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Hears of every attempt to sign in, of new tokens, and of sign-outs. Called on a thread
 * of the credential, or on that of the caller who signs out, closes or cancels; calls
 * should return soon. An exception is logged and changes nothing.
 */
public interface DeviceCodeListener {

	/**
	 * Return the listener for one credential, where it matters which of several it is.
	 * Called once, when the credential is built.
	 * @param credentialName the name of the credential
	 * @return by default this listener
	 */
	default DeviceCodeListener forCredential(String credentialName) {
		return this;
	}

	/**
	 * A prompt is about to be shown.
	 * @param prompt the prompt
	 */
	default void prompted(DeviceCodePrompt prompt) {
	}

	/**
	 * A user has signed in.
	 * @param attemptId the attempt
	 * @param authenticationRecord who signed in
	 */
	default void authenticated(String attemptId, AuthenticationRecord authenticationRecord) {
	}

	/**
	 * An attempt has ended without a sign-in.
	 * @param attemptId the attempt
	 * @param exception why it ended
	 */
	default void failed(String attemptId, ClientAuthenticationException exception) {
	}

	/**
	 * The credential holds a new access token: of a sign-in, renewed, or found where the
	 * login is kept.
	 * @param expiresAt when the token expires
	 */
	default void tokenHeld(Instant expiresAt) {
	}

	/**
	 * The place where logins are kept is out of reach, or is back. Meanwhile the
	 * credential goes on with what it holds.
	 * @param reachable whether it can be reached
	 */
	default void storeReachable(boolean reachable) {
	}

	/**
	 * The credential has been signed out, here or by another process that shares the
	 * login.
	 * @param authenticationRecord who was signed in, or {@code null} if nobody was
	 */
	default void signedOut(@Nullable AuthenticationRecord authenticationRecord) {
	}

}
