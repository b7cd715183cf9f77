package io.github.azuredevicecode.autoconfigure.credential;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecretValues}.
 */
class SecretValuesTests {

	@ParameterizedTest
	@ValueSource(strings = { "contoso.onmicrosoft.com", "\"contoso.onmicrosoft.com\"",
			"72f988bf-86f1-41af-91ab-2d7cd011db47", "https://login.microsoftonline.com/contoso",
			"https:/login.microsoftonline.com", "http.proxy", "no-port", "proxy.example:8080",
			"https://proxy.example:8080/", "proxy.example:808080", "proxy.example: 8080", "[fd00::1]:8443",
			"https://[fd00::1]:8443", "graph.microsoft.com;api.example", "C:\\Users\\Ada\\record.json",
			"file:/home/ada/record.json", "classpath:record.json", "URL [jar:file:/app.jar!/record.json]",
			"/home/ada/IdeaProjects/contosoDeviceCode2Application/record.json", "oauth2TokenCacheDataSource",
			"my-application-production-token-cache-encryption", "api://orders/.default", "00:15:00", "PT15M", "a b",
			"${UNSET}", "https://login.example.com/#x" })
	void whatPeopleMistypeIsShown(String value) {
		assertThat(SecretValues.isPossible(value)).isFalse();
		assertThat(SecretValues.invalid("property", value, "'" + value + "' is wrong", null).getValue())
			.isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ada:canary-pw:proxy.example:8080", "proxy.example:8080:ada:canary-pw",
			"http://ada:canary-pw%40proxy.example:8080", "http://token%40proxy.example",
			"https://host/record.json?sig=canary", "https://host/#canary", "jdbc:postgresql://host/db?password=canary",
			"jdbc:oracle:thin:scott/canary@//host", "{\"refresh_token\":\"canary\"}", "secret=canary",
			"2XSxvV3R7YVmQODSwP5/hGruJ/Nf4oB5HVmtRkbRTSY=", "Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LWNhbmE=",
			"000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f", "eyJhbGciOiJub25lIn0.canary",
			"can8Q~canary.canary_canary~canary.canary", "/canaryY2FuYXJ5LWNhbmFyeS1jYW5hcnk" })
	void whatMayBeASecretIsNot(String value) {
		assertThat(SecretValues.isPossible(value)).isTrue();
		for (String reason : new String[] { "'" + value + "' is wrong", "not at index 3: http://" + value,
				"canary is wrong", "ada:canary-pw is wrong" }) {
			InvalidConfigurationPropertyValueException exception = SecretValues.invalid("property", value, reason,
					new IllegalArgumentException(reason));
			assertThat(exception.getValue()).isEqualTo(SecretValues.NOT_SHOWN);
			assertThat(exception.getReason()).doesNotContain(value);
			assertThat(exception).hasNoCause().hasMessageNotContaining(value);
			if (value.contains("canary-pw")) {
				assertThat(exception.getReason()).doesNotContain("canary");
			}
		}
	}

	@Test
	void theReasonStaysWhereItDoesNotQuoteTheValue() {
		assertThat(SecretValues.invalid("property", "proxy:http", "'proxy:http' is not a proxy; write host:port", null)
			.getReason()).startsWith("The value is not a proxy; write host:port (");
		assertThat(SecretValues.invalid("property", "proxy:http:canary", "Wrong: canary", null).getReason())
			.isEqualTo("The property does not take such a value, which looks like a secret");
	}

	@Test
	void aNameOfAnyKindOfSecretHidesItsValue() {
		for (String name : new String[] { "a.pw", "a.pat", "http.proxy", "client-secret", "a.access-token",
				"user-code" }) {
			assertThat(SecretValues.isPossible(name, "x")).as(name).isTrue();
		}
		for (String name : new String[] { "prompt.qr-code", "page.path", "authority", "tenant" }) {
			assertThat(SecretValues.isPossible(name, "x")).as(name).isFalse();
		}
	}

}
