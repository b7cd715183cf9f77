package io.github.azuredevicecode.autoconfigure.diagnostics;

import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import io.github.azuredevicecode.autoconfigure.credential.SecretValues;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains a property of ours that cannot be bound and whose value may be a secret,
 * without the value. Spring Boot's own analyzers would show it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 101)
class SecretPropertyFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(DeviceCodeProperties.PREFIX);

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationProperty property = cause.getProperty();
		if (property == null || !PREFIX.isAncestorOf(property.getName())
				|| !SecretValues.isPossible(property.getName().toString(), property.getValue())) {
			return null;
		}
		// Not with the cause, which quotes the value and would be logged at DEBUG
		return new FailureAnalysis(
				"The value of '%s' is invalid and is not shown here.%n%n    Origin: %s%n    Type: %s"
					.formatted(property.getName(), property.getOrigin(), cause.getTarget().getType()),
				"Correct the property.", new IllegalArgumentException("Cannot bind " + property.getName()));
	}

}
