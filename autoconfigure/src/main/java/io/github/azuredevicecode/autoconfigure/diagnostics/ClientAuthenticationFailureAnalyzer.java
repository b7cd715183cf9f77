package io.github.azuredevicecode.autoconfigure.diagnostics;

import java.util.regex.Pattern;

import io.github.azuredevicecode.AuthenticationRequiredException;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.SignInTimedOutException;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a sign-in that failed while the application started, such as in an
 * {@code ApplicationRunner}: what failed, what to do about it, and the correlation id.
 */
class ClientAuthenticationFailureAnalyzer extends AbstractFailureAnalyzer<ClientAuthenticationException> {

	private static final Pattern UNAVAILABLE = Pattern.compile("HTTP Error: (429|5\\d\\d)");

	private static final String ADVICE = "%nAdvice: ".formatted();

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ClientAuthenticationException cause) {
		StringBuilder description = new StringBuilder("No token could be obtained. ").append(message(cause));
		append(description, "Error", cause.getAadstsCode());
		append(description, "Correlation id", cause.getCorrelationId());
		return new FailureAnalysis(description.toString(), action(cause), cause);
	}

	private static String message(ClientAuthenticationException cause) {
		String message = String.valueOf(cause.getMessage());
		int advice = message.indexOf(ADVICE);
		String shorter = (advice >= 0) ? message.substring(0, advice) : message;
		// The correlation id has a line of its own
		int trailer = shorter.indexOf(" Trace ID: ");
		return (trailer > 0 && cause.getCorrelationId() != null) ? shorter.substring(0, trailer) : shorter;
	}

	private static void append(StringBuilder description, String label, @Nullable String value) {
		if (value != null) {
			description.append("%n    %s: %s".formatted(label, value));
		}
	}

	private static String action(ClientAuthenticationException cause) {
		if (cause.getAdvice() != null) {
			return cause.getAdvice();
		}
		String prefix = DeviceCodeProperties.PREFIX;
		if (cause instanceof AuthenticationRequiredException) {
			return "Let a user sign in, or set %s.disable-automatic-authentication=false.".formatted(prefix);
		}
		if (cause instanceof SignInTimedOutException || cause instanceof SignInDeclinedException
				|| cause instanceof SignInCancelledException) {
			return "Start the application again, and sign in with the code that it shows.";
		}
		String message = String.valueOf(cause.getMessage());
		if (UNAVAILABLE.matcher(message).find()) {
			return "Start the application again later. If the service stays unavailable, check what stands between: "
					+ "%s.http.proxy.".formatted(prefix);
		}
		if (message.contains(prefix) || message.contains("handler")) {
			return "Correct the cause that is named above, and start the application again.";
		}
		if (cause.getCause() instanceof TokenCacheException) {
			return "Make the token cache available, or set %s.token-cache.type=memory.".formatted(prefix);
		}
		return "Check %1$s.tenant-id, %1$s.client-id and %1$s.scopes.".formatted(prefix);
	}

}
