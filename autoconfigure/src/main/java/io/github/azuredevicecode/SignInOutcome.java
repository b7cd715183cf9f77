package io.github.azuredevicecode;

import java.util.Locale;

/**
 * The outcome of a sign-in.
 *
 * @since 0.1
 */
public enum SignInOutcome {

	/**
	 * The user signed in.
	 */
	SUCCESS,

	/**
	 * The user declined.
	 */
	DECLINED,

	/**
	 * The code expired before the user entered it.
	 */
	EXPIRED,

	/**
	 * The timeout of the credential passed.
	 */
	TIMED_OUT,

	/**
	 * The application cancelled the sign-in.
	 */
	CANCELLED,

	/**
	 * The service refused or could not be reached.
	 */
	ERROR;

	/**
	 * Returns the outcome of an attempt that failed.
	 * @param exception the failure
	 * @return the outcome
	 */
	public static SignInOutcome of(ClientAuthenticationException exception) {
		if (exception instanceof SignInDeclinedException) {
			return DECLINED;
		}
		if (exception instanceof SignInTimedOutException timedOut) {
			return timedOut.isCodeExpired() ? EXPIRED : TIMED_OUT;
		}
		return (exception instanceof SignInCancelledException) ? CANCELLED : ERROR;
	}

	/**
	 * Returns the outcome as endpoint, health and meters name it.
	 * @return the name in lower case
	 */
	public String value() {
		return name().toLowerCase(Locale.ROOT);
	}

}
