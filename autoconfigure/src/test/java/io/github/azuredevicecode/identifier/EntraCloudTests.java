package io.github.azuredevicecode.identifier;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EntraCloud}.
 */
class EntraCloudTests {

	private static final URI AUTHORITY = URI.create("https://login.example:8443");

	@ParameterizedTest
	@ValueSource(strings = { "https://microsoft.com/devicelogin", "https://www.microsoft.com/link",
			"https://login.microsoft.com/device", "https://login.microsoftonline.us/x",
			"HTTPS://MICROSOFT.COM/devicelogin", "https://microsoft.com:443/devicelogin",
			"https://login.example:8443/x", "https://microsoft.us/deviceloginus",
			"https://microsoft.cn/deviceloginchina", "https://login.live.com/oauth20_remoteconnect.srf" })
	void pagesOfTheServiceAndOfTheAuthorityAreTrusted(String uri) {
		assertThat(EntraCloud.isTrustedVerificationUri(URI.create(uri), AUTHORITY)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://microsoft.com/devicelogin", "https://microsoft.com.evil.example/",
			"https://evil.example/microsoft.com", "https://microsoft.com@evil.example/", "https://evilmicrosoft.com/",
			"https://user@microsoft.com/", "javascript:alert(1)", "microsoft.com/devicelogin", "https:///x",
			"https://xn--mcrosoft-q2a.com/", "https://microsoft.com:8443/devicelogin", "https://microsoft.com/en-us/x",
			"https://microsoft.com/", "https://microsoft.com", "https://microsoft.com/a/../devicelogin",
			"https://login.microsoftonline.com:444/x", "https://login.example:9/x", "https://login.example/x" })
	void allOtherPagesAreNot(String uri) {
		assertThat(EntraCloud.isTrustedVerificationUri(URI.create(uri), AUTHORITY)).isFalse();
	}

	@Test
	void onlyKnownCloudsHaveADefaultRequest() {
		assertThat(EntraCloud.defaultScope("https://login.microsoftonline.com")).isNotNull();
		assertThat(EntraCloud.defaultScope("https://login.windows.net")).isNull();
		assertThat(EntraCloud.defaultScope("https://login.microsoftonline.de")).isNull();
		assertThat(EntraCloud.defaultScope("https://login.microsoftonline.com/x")).isNull();
		assertThat(EntraCloud.defaultScope("https://login.example")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "login.microsoftonline.com,graph.microsoft.com", "login.microsoft.com,graph.microsoft.com",
			"login.windows.net,graph.microsoft.com", "sts.windows.net,graph.microsoft.com",
			"login-us.microsoftonline.com,graph.microsoft.com", "login.microsoftonline.us,graph.microsoft.us",
			"login.usgovcloudapi.net,graph.microsoft.us", "login.chinacloudapi.cn,microsoftgraph.chinacloudapi.cn",
			"login.partner.microsoftonline.cn,microsoftgraph.chinacloudapi.cn",
			"login.microsoftonline.de,graph.microsoft.com", "login.sovcloud-identity.fr,graph.microsoft.com",
			"login.sovcloud-identity.de,graph.microsoft.com", "login.sovcloud-identity.sg,graph.microsoft.com" })
	void aKnownAuthorityHasTheMicrosoftGraphOfItsCloud(String authorityHost, String graphHost) {
		assertThat(EntraCloud.isKnownAuthority(authorityHost)).isTrue();
		assertThat(EntraCloud.graphHost(authorityHost)).isEqualTo(graphHost);
	}

	@ParameterizedTest
	@ValueSource(strings = { "login.example", "adfs.contoso.us", "contoso.b2clogin.com" })
	void anyOtherAuthorityHasTheMicrosoftGraphOfThePublicCloud(String authorityHost) {
		assertThat(EntraCloud.graphHost(authorityHost)).isEqualTo("graph.microsoft.com");
	}

}
