package io.github.azuredevicecode.autoconfigure.diagnostics;

import io.github.azuredevicecode.http.UnknownRegistrationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link UnknownRegistrationException}.
 */
class UnknownRegistrationFailureAnalyzer extends AbstractFailureAnalyzer<UnknownRegistrationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownRegistrationException cause) {
		return new FailureAnalysis(cause.getDescription() + ".", cause.getAdvice() + ".", cause);
	}

}
