package io.github.azuredevicecode.autoconfigure.diagnostics;

import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.autoconfigure.TokenCacheProperties;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a token cache that cannot be used while the application starts.
 */
class TokenCacheFailureAnalyzer extends AbstractFailureAnalyzer<TokenCacheException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TokenCacheException cause) {
		return new FailureAnalysis("The token cache cannot be used. " + cause.getMessage(),
				"Make the store available, or set %s.type to another store.".formatted(TokenCacheProperties.PREFIX),
				cause);
	}

}
