package io.github.azuredevicecode.autoconfigure.credential;

import io.github.azuredevicecode.autoconfigure.DeviceCodeCredentialProperties;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The user name and the password of a proxy are for that proxy only.
 */
class NamedProxyCredentialsTests {

	private static final String PREFIX = "azure.identity.device-code.";

	private final MockEnvironment environment = new MockEnvironment().withProperty(PREFIX + "http.proxy", "one:3128")
		.withProperty(PREFIX + "http.proxy-username", "ada")
		.withProperty(PREFIX + "http.proxy-password", "secret");

	@Test
	void theyAreInheritedTogetherWithTheProxy() {
		DeviceCodeCredentialProperties.Http http = http("tenant-id", "contoso.example");
		assertThat(http.getProxy()).isEqualTo("one:3128");
		assertThat(http.getProxyUsername()).isEqualTo("ada");
		assertThat(http.getProxyPassword()).isEqualTo("secret");
	}

	@Test
	void theyAreNotInheritedForAnotherProxy() {
		DeviceCodeCredentialProperties.Http http = http("http.proxy", "two:3128");
		assertThat(http.getProxy()).isEqualTo("two:3128");
		assertThat(http.getProxyUsername()).isNull();
		assertThat(http.getProxyPassword()).isNull();
	}

	@Test
	void anotherProxyCanHaveItsOwn() {
		this.environment.withProperty(PREFIX + "credentials.work.http.proxy-username", "bob")
			.withProperty(PREFIX + "credentials.work.http.proxy-password", "other");
		DeviceCodeCredentialProperties.Http http = http("http.proxy", "two:3128");
		assertThat(http.getProxyUsername()).isEqualTo("bob");
		assertThat(http.getProxyPassword()).isEqualTo("other");
	}

	private DeviceCodeCredentialProperties.Http http(String name, String value) {
		this.environment.withProperty(PREFIX + "credentials.work." + name, value);
		return new NamedCredentials(this.environment).properties("work").getHttp();
	}

}
