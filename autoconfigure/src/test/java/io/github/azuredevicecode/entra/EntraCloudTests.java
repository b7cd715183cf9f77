package io.github.azuredevicecode.entra;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EntraCloud}.
 */
class EntraCloudTests {

	private static final URI AUTHORITY = URI.create("https://login.example:8443");

	@ParameterizedTest
	@ValueSource(strings = { "https://microsoft.com/devicelogin", "https://www.microsoft.com/link",
			"https://login.microsoft.com/device", "https://login.microsoftonline.us/x", "HTTPS://MICROSOFT.COM/x",
			"https://login.example:9/x", "https://microsoft.us/x", "https://microsoft.cn/x" })
	void pagesOfTheServiceAndOfTheAuthorityAreTrusted(String uri) {
		assertThat(EntraCloud.isTrustedVerificationUri(URI.create(uri), AUTHORITY)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://microsoft.com/devicelogin", "https://microsoft.com.evil.example/",
			"https://evil.example/microsoft.com", "https://microsoft.com@evil.example/", "https://evilmicrosoft.com/",
			"https://user@microsoft.com/", "javascript:alert(1)", "microsoft.com/devicelogin", "https:///x",
			"https://xn--mcrosoft-q2a.com/" })
	void allOtherPagesAreNot(String uri) {
		assertThat(EntraCloud.isTrustedVerificationUri(URI.create(uri), AUTHORITY)).isFalse();
	}

	@Test
	void onlyKnownCloudsHaveADefaultRequest() {
		assertThat(EntraCloud.defaultRequest("https://login.microsoftonline.com")).isNotNull();
		assertThat(EntraCloud.defaultRequest("https://login.microsoftonline.com/x")).isNull();
		assertThat(EntraCloud.defaultRequest("https://login.example")).isNull();
	}

}
