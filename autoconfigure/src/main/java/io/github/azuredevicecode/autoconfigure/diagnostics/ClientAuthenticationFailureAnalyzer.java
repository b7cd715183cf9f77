package io.github.azuredevicecode.autoconfigure.diagnostics;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.CredentialUnavailableException;
import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a sign-in that failed while the application started, such as in an
 * {@code ApplicationRunner}: what failed, what to do about it, and the correlation id.
 */
class ClientAuthenticationFailureAnalyzer extends AbstractFailureAnalyzer<ClientAuthenticationException> {

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
		return (advice >= 0) ? message.substring(0, advice) : message;
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
		if (cause instanceof CredentialUnavailableException) {
			return "Let a user sign in, or set %s.disable-automatic-authentication=false."
				.formatted(DeviceCodeProperties.PREFIX);
		}
		return "Correct the setting that is named above, or check %s.tenant-id, client-id, authority and http.proxy."
			.formatted(DeviceCodeProperties.PREFIX);
	}

}
