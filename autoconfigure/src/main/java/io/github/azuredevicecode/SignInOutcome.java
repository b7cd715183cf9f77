package io.github.azuredevicecode;

import java.util.Locale;

/**
 * How a sign-in ended, in one word.
 */
public enum SignInOutcome {

	/**
	 * The user has signed in.
	 */
	SUCCESS,

	/**
	 * The user has declined.
	 */
	DECLINED,

	/**
	 * The code has expired.
	 */
	EXPIRED,

	/**
	 * The timeout of the credential has passed.
	 */
	TIMED_OUT,

	/**
	 * The sign-in was cancelled.
	 */
	CANCELLED,

	/**
	 * Anything else has failed.
	 */
	ERROR;

	/**
	 * Return how an attempt that has failed ended.
	 * @param exception why it failed
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
	 * Return the word for people and meters.
	 * @return the name in lower case
	 */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

}
