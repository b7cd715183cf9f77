package io.github.azuredevicecode.standin.storage;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why a folder is refused.
 */
final class UntrustedFolderFailureAnalyzer extends AbstractFailureAnalyzer<UntrustedFolderException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UntrustedFolderException cause) {
		return new FailureAnalysis(cause.problem(), cause.advice() + ".", cause);
	}

}
