package io.github.azuredevicecode.autoconfigure.credential;

import io.github.azuredevicecode.autoconfigure.DeviceCodeCredentialProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for the resources that are found by name, and for the
 * properties that are bound without a bean.
 */
final class DeviceCodeRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources()
			.registerPattern("io/github/azuredevicecode/cache/jdbc/schema-*.sql")
			.registerPattern("io/github/azuredevicecode/page/*");
		BindableRuntimeHintsRegistrar.forTypes(DeviceCodeCredentialProperties.class).registerHints(hints, classLoader);
	}

}
