package io.github.azuredevicecode.actuate;

import java.util.Locale;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.SignInTimedOutException;

/**
 * How a sign-in ended, in one word.
 */
enum SignInOutcome {

	SUCCESS, DECLINED, EXPIRED, TIMED_OUT, CANCELLED, ERROR;

	static SignInOutcome of(ClientAuthenticationException exception) {
		if (exception instanceof SignInDeclinedException) {
			return DECLINED;
		}
		if (exception instanceof SignInTimedOutException timedOut) {
			return timedOut.isCodeExpired() ? EXPIRED : TIMED_OUT;
		}
		return (exception instanceof SignInCancelledException) ? CANCELLED : ERROR;
	}

	String word() {
		return name().toLowerCase(Locale.ROOT);
	}

}
