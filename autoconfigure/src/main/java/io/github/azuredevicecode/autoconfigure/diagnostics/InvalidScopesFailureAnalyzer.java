package io.github.azuredevicecode.autoconfigure.diagnostics;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.security.oauth2.client.ClientAuthorizationException;

/**
 * Explains scopes that cannot be asked for, and names the client registration that has
 * them.
 */
class InvalidScopesFailureAnalyzer extends AbstractFailureAnalyzer<ClientAuthorizationException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ClientAuthorizationException cause) {
		if (!"invalid_scope".equals(cause.getError().getErrorCode())
				|| cause.getCause() instanceof ClientAuthenticationException) {
			return null;
		}
		return new FailureAnalysis(
				"The scopes of the client registration '%s' cannot be asked for: %s"
					.formatted(cause.getClientRegistrationId(), cause.getError().getDescription()),
				"Correct %s.scopes, the scopes of that client registration, or the argument of forScopes(...)."
					.formatted(DeviceCodeProperties.PREFIX),
				cause);
	}

}
