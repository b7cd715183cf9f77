package io.github.azuredevicecode.management;

import java.time.Instant;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.SignInOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Why a sign-in failed. Immutable.
 *
 * @param outcome how the sign-in ended
 * @param code Entra's code, such as {@code AADSTS53003}, or {@code null}
 * @param message what failed; may name the user, since the service's words may
 * @param advice what to do about it, or {@code null} where nothing is known
 * @param correlationId by which Entra's support finds the request, or {@code null}
 * @param time when it failed
 */
public record SignInFailure(SignInOutcome outcome, @Nullable String code, String message, @Nullable String advice,
		@Nullable String correlationId, Instant time) {

	static SignInFailure of(ClientAuthenticationException exception, Instant time) {
		return new SignInFailure(SignInOutcome.of(exception), exception.getAadstsCode(),
				withoutAdvice(String.valueOf(exception.getMessage()), exception.getAdvice()), exception.getAdvice(),
				exception.getCorrelationId(), time);
	}

	private static String withoutAdvice(String message, @Nullable String advice) {
		String suffix = System.lineSeparator() + "Advice: " + advice;
		return message.endsWith(suffix) ? message.substring(0, message.length() - suffix.length()) : message;
	}

	boolean isCancelled() {
		return this.outcome == SignInOutcome.CANCELLED;
	}

}
