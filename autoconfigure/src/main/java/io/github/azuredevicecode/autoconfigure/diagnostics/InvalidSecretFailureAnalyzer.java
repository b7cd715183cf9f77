package io.github.azuredevicecode.autoconfigure.diagnostics;

import java.util.regex.Pattern;

import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import io.github.azuredevicecode.autoconfigure.TokenCacheProperties;
import io.github.azuredevicecode.autoconfigure.credential.SecretValues;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains an invalid encryption key, password, or value that looks like a secret,
 * without showing it. Spring Boot's own analyzer would look the value up in the
 * environment.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class InvalidSecretFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationPropertyValueException> {

	private static final String ENCRYPTION = TokenCacheProperties.PREFIX + ".encryption.";

	private static final Pattern PROXY = Pattern.compile("\\.http\\.proxy-(?:username|password)$");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure,
			InvalidConfigurationPropertyValueException cause) {
		boolean secret = cause.getName().startsWith(ENCRYPTION) || PROXY.matcher(cause.getName()).find()
				|| (cause.getName().startsWith(DeviceCodeProperties.PREFIX)
						&& SecretValues.NOT_SHOWN.equals(cause.getValue()));
		if (!secret) {
			return null;
		}
		return new FailureAnalysis("The value of '%s' is invalid and is not shown here. Reason:%n%n    %s"
			.formatted(cause.getName(), cause.getReason()), "Correct the property.", cause);
	}

}
