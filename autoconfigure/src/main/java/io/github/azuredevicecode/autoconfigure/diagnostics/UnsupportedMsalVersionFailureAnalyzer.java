package io.github.azuredevicecode.autoconfigure.diagnostics;

import io.github.azuredevicecode.autoconfigure.credential.UnsupportedMsalVersionException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link UnsupportedMsalVersionException}.
 */
class UnsupportedMsalVersionFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedMsalVersionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedMsalVersionException cause) {
		return new FailureAnalysis("%s.".formatted(cause
			.getMessage()), "Another dependency, such as azure-identity or a BOM, manages an older version of "
					+ "com.microsoft.azure:msal4j. Find it with 'mvn dependency:tree -Dincludes=com.microsoft.azure:msal4j' "
					+ "and set the version to %s or newer in the dependency management of your build."
						.formatted(cause.getRequired()),
				cause);
	}

}
