package io.github.azuredevicecode.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link CredentialsInPropertyException} without showing the value.
 */
class CredentialsInPropertyFailureAnalyzer extends AbstractFailureAnalyzer<CredentialsInPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, CredentialsInPropertyException cause) {
		return new FailureAnalysis(
				"The value of '%s' contains a user name and a password, which is not supported. It is not shown here."
					.formatted(cause.getName()),
				"Write the address without them.", cause);
	}

}
