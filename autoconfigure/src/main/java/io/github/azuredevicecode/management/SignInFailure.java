package io.github.azuredevicecode.management;

import java.time.Instant;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.SignInOutcome;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a sign-in. Immutable.
 *
 * @param outcome the outcome of the sign-in
 * @param code Entra's code, such as {@code AADSTS53003}, or {@code null}
 * @param message the message, which may name the user
 * @param advice what to do about it, or {@code null} if there is no advice
 * @param correlationId the id of the failed request in Entra's logs, or {@code null}
 * @param time the time of the failure
 * @since 0.1
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
		String shorter = message.endsWith(suffix) ? message.substring(0, message.length() - suffix.length()) : message;
		// Told by the other components
		int trailer = shorter.indexOf(" Trace ID: ");
		return (trailer > 0 && shorter.indexOf(" Timestamp: ", trailer) > 0) ? shorter.substring(0, trailer) : shorter;
	}

	boolean isCancelled() {
		return this.outcome == SignInOutcome.CANCELLED;
	}

}
