package io.github.azuredevicecode.actuate;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.SanitizableData;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodeSanitizingFunction}.
 */
class DeviceCodeSanitizingFunctionTests {

	private final DeviceCodeSanitizingFunction function = new DeviceCodeSanitizingFunction();

	@ParameterizedTest
	@ValueSource(strings = { "azure.identity.device-code.token-cache.encryption.key",
			"azure.identity.device-code.token-cache.encryption.key-file",
			"azure.identity.device-code.tokenCache.encryption.previousKeys[0]",
			"azure.identity.deviceCode.token_cache.encryption.previous-keys[1]",
			"AZURE_IDENTITY_DEVICECODE_TOKENCACHE_ENCRYPTION_KEY",
			"AZURE_IDENTITY_DEVICECODE_TOKENCACHE_ENCRYPTION_PREVIOUSKEYS_0" })
	void keysAreHiddenInEverySpelling(String name) {
		assertThat(sanitize(name, "secret")).isEqualTo(SanitizableData.SANITIZED_VALUE);
		assertThat(sanitize(name, 42)).isEqualTo(SanitizableData.SANITIZED_VALUE);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '~', value = {
			"sun.java.command; app.jar --azure.identity.device-code.token-cache.encryption.key=secret",
			"SPRING_APPLICATION_JSON; {\"azure\":{\"identity\":{\"device-code\":{\"tokenCache\":{\"encryption\":{\"key\":\"secret\"}}}}}}" })
	void aValueThatSpellsAKeyOutIsHidden(String name, String value) {
		assertThat(sanitize(name, value)).isEqualTo(SanitizableData.SANITIZED_VALUE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "azure.identity.device-code.token-cache.type", "azure.identity.device-code.client-id",
			"server.port", "my.azure.identity.device-code.token-cache.encryption.key" })
	void everythingElseIsShown(String name) {
		assertThat(sanitize(name, "value")).isEqualTo("value");
	}

	private Object sanitize(String name, Object value) {
		return this.function.apply(new SanitizableData(null, name, value)).getValue();
	}

}
