package io.github.azuredevicecode.autoconfigure.diagnostics;

import io.github.azuredevicecode.DeviceCodeCredential;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains that an application defines several beans of a type of ours of which one is
 * used, and names the type.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 102)
class NotUniqueBeanFailureAnalyzer extends AbstractFailureAnalyzer<NoUniqueBeanDefinitionException> {

	private static final String PACKAGE = DeviceCodeCredential.class.getPackageName() + ".";

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoUniqueBeanDefinitionException cause) {
		Class<?> type = cause.getBeanType();
		if (type == null || !type.getName().startsWith(PACKAGE)) {
			return null;
		}
		return new FailureAnalysis(
				"More than one %s bean is defined: %s".formatted(type.getSimpleName(), cause.getBeanNamesFound()),
				"Mark one of them as @Primary, or remove the others (%s).".formatted(type.getName()), cause);
	}

}
