package io.github.azuredevicecode.actuate;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodeSanitizingFunction}.
 */
class DeviceCodeSanitizingFunctionTests {

	private final DeviceCodeSanitizingFunction function = new DeviceCodeSanitizingFunction();

	@ParameterizedTest
	@ValueSource(strings = { "azure.identity.device-code.token-cache.encryption.key",
			"azure.identity.device-code.token-cache.encryption.key-file",
			"azure.identity.device-code.token-cache.encryption.name-key",
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

	@Test
	void ourPasswordsAreHidden() {
		assertThat(sanitize("azure.identity.device-code.http.proxy-password", "secret"))
			.isEqualTo(SanitizableData.SANITIZED_VALUE);
		assertThat(sanitize("AZURE_IDENTITY_DEVICECODE_CREDENTIALS_WORK_HTTP_PROXYPASSWORD", "secret"))
			.isEqualTo(SanitizableData.SANITIZED_VALUE);
	}

	@Test
	void jsonWithPropertiesOfOursIsHiddenWhateverTheirOrder() {
		assertThat(sanitize("SPRING_APPLICATION_JSON",
				"{\"azure\":{\"identity\":{\"device-code\":{\"client-id\":\"x\",\"token-cache\":{\"type\":\"file\","
						+ "\"encryption\":{\"key\":\"secret\"}}}}}}"))
			.isEqualTo(SanitizableData.SANITIZED_VALUE);
		assertThat(sanitize("SPRING_APPLICATION_JSON", "{\"server.port\":0}")).isEqualTo("{\"server.port\":0}");
	}

	@Test
	void aConfiguredKeyIsHiddenUnderAnyName() {
		MockEnvironment environment = new MockEnvironment().withProperty("my.key", "the-first-key")
			.withProperty("azure.identity.device-code.token-cache.encryption.key", "${my.key}")
			.withProperty("azure.identity.device-code.token-cache.encryption.previous-keys", "the-second-key")
			.withProperty("azure.identity.device-code.token-cache.encryption.name-key", "the-name-key");
		DeviceCodeSanitizingFunction function = new DeviceCodeSanitizingFunction(environment);
		for (String value : List.of("the-first-key", "a=b the-second-key c", "the-name-key")) {
			assertThat(function.apply(new SanitizableData(null, "my.key", value)).getValue())
				.isEqualTo(SanitizableData.SANITIZED_VALUE);
		}
		assertThat(function.apply(new SanitizableData(null, "my.name", "the-third")).getValue()).isEqualTo("the-third");
	}

	@Test
	void aPasswordOfAProxyIsHiddenUnderAnyName() {
		MockEnvironment environment = new MockEnvironment()
			.withProperty("azure.identity.device-code.http.proxy-password", "the-password")
			.withProperty("azure.identity.device-code.credentials.work.http.proxy-password", "the-other-one");
		DeviceCodeSanitizingFunction function = new DeviceCodeSanitizingFunction(environment);
		for (String value : List.of("the-password", "the-other-one")) {
			assertThat(function.apply(new SanitizableData(null, "my.name", value)).getValue())
				.isEqualTo(SanitizableData.SANITIZED_VALUE);
		}
		assertThat(function
			.apply(new SanitizableData(null, "sun.java.command",
					"app.jar --azure.identity.device-code.http.proxyPassword=x"))
			.getValue()).isEqualTo(SanitizableData.SANITIZED_VALUE);
	}

	private Object sanitize(String name, Object value) {
		return this.function.apply(new SanitizableData(null, name, value)).getValue();
	}

}
