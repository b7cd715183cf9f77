package io.github.azuredevicecode.autoconfigure.diagnostics;

import io.github.azuredevicecode.http.TokenNotAllowedException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link TokenNotAllowedException}.
 */
class TokenNotAllowedFailureAnalyzer extends AbstractFailureAnalyzer<TokenNotAllowedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TokenNotAllowedException cause) {
		return new FailureAnalysis(cause.getDescription() + ".", cause.getAdvice() + ".", cause);
	}

}
