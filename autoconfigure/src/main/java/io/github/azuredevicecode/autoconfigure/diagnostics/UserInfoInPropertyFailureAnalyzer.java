package io.github.azuredevicecode.autoconfigure.diagnostics;

import io.github.azuredevicecode.autoconfigure.credential.UserInfoInPropertyException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link UserInfoInPropertyException} without showing the value.
 */
class UserInfoInPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UserInfoInPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UserInfoInPropertyException cause) {
		return new FailureAnalysis(
				"The value of '%s' contains user information (before the @), which is not supported. It is not shown here."
					.formatted(cause.getName()),
				"Write the address without what stands before the @." + (cause.getName().endsWith(".http.proxy")
						? " Set http.proxy-username and http.proxy-password for a proxy that wants them." : ""),
				cause);
	}

}
