package io.github.azuredevicecode.http;

import java.net.URI;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AllowedHosts}.
 */
class AllowedHostsTests {

	private final AllowedHosts hosts = AllowedHosts
		.of(List.of("Graph.microsoft.com", "localhost:8443", "[::1]:8443", "10.0.0.1"));

	@ParameterizedTest
	@ValueSource(strings = { "https://graph.microsoft.com", "https://GRAPH.Microsoft.COM/v1.0/me",
			"HTTPS://graph.microsoft.com:443/", "https://graph.microsoft.com?q#f", "https://localhost:8443/",
			"https://[::1]:8443/", "https://10.0.0.1/" })
	void anAllowedHostIsMatchedInAnyCase(String uri) {
		assertThat(this.hosts.allow(URI.create(uri))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://graph.microsoft.com/", "http://graph.microsoft.com:443/",
			"ftp://graph.microsoft.com", "//graph.microsoft.com/", "/v1.0/me", "https:graph.microsoft.com",
			"mailto:a@graph.microsoft.com", "https://graph.microsoft.com:444/", "https://graph.microsoft.com:80/",
			"https://localhost/", "https://localhost:443/", "https://graph.microsoft.com./",
			"https://evil.graph.microsoft.com/", "https://evilgraph.microsoft.com/", "https://microsoft.com/",
			"https://graph.microsoft.com.evil.example/", "https://graph.microsoft.com@evil.example/",
			"https://user@graph.microsoft.com/", "https://@graph.microsoft.com/",
			"https://graph.microsoft.com:443@evil.example/", "https://evil.example/graph.microsoft.com",
			"https://evil.example#@graph.microsoft.com", "https://evil.example?@graph.microsoft.com",
			"https://graph%2Emicrosoft.com/", "https://gr\u0430ph.microsoft.com/",
			"https://graph\u3002microsoft\u3002com/", "https://graph_microsoft.com/", "https://[::2]:8443/",
			"https://10.0.0.2/", "https://167772161/" })
	void anythingElseIsNot(String uri) {
		assertThat(this.hosts.allow(URI.create(uri))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "https://graph.microsoft.com", "graph.microsoft.com/", "*.microsoft.com", "*",
			".microsoft.com", "graph.microsoft.com.", "graph..microsoft.com", "-a.example", "a-.example", "a_b.example",
			"user@graph.microsoft.com", "graph.microsoft.com:", "graph.microsoft.com:x", "graph.microsoft.com:65536",
			"graph.microsoft.com:99999", "graph.microsoft.com:443:443", "1.2.3.999", "1.2.3", "host.123", "[::::]", "[",
			"::1", "b\u00fccher.example", "a b", "a,b", "a\\b", "a?b", "a#b" })
	void whatIsNoHostIsRefused(String host) {
		assertThatIllegalArgumentException().isThrownBy(() -> AllowedHosts.of(List.of(host)))
			.withMessageContaining("'" + host.replace("user@", "***@") + "' is not a host");
	}

	@ParameterizedTest
	@CsvSource({ "User.Read,https://graph.microsoft.us/me,true", "User.Read,https://graph.microsoft.com/me,false",
			"https://graph.microsoft.com/.default,https://graph.microsoft.com/me,true",
			"https://Vault.azure.net/.default,https://vault.azure.net/,true",
			"https://vault.azure.net/.default,https://mine.vault.azure.net/,false",
			"https://localhost:8443/.default,https://localhost:8443/,true",
			"https://localhost:8443/.default,https://localhost/,false",
			"https://management.azure.com//.default,https://management.azure.com/subscriptions,true",
			"http://example.com/.default,https://example.com/,false",
			"api://example.com/.default,https://example.com/,false",
			"api://graph.microsoft.us,https://graph.microsoft.us/,false", "urn:thing,https://graph.microsoft.us/,false",
			"00000003-0000-0000-c000-000000000000/.default,https://graph.microsoft.us/,false",
			"https://user@example.com/.default,https://example.com/,false",
			"https://1.2.3.999/.default,https://1.2.3.999/,false",
			"https://[/.default,https://graph.microsoft.us/,false" })
	void scopesNameTheHost(String scope, String uri, boolean allowed) {
		assertThat(AllowedHosts.ofScopes(List.of(scope), "graph.microsoft.us").allow(URI.create(uri)))
			.isEqualTo(allowed);
	}

	@Test
	void aHostThatIsLongerThanAnyDomainNameIsRefused() {
		String longest = "a.".repeat(125) + "com";
		assertThat(AllowedHosts.of(List.of(longest)).allow(URI.create("https://" + longest))).isTrue();
		assertThatIllegalArgumentException().isThrownBy(() -> AllowedHosts.of(List.of("a.".repeat(100_000) + "com")))
			.withMessageContaining("is not a host");
	}

	@Test
	void scopesOfOpenIdNameNoHost() {
		AllowedHosts hosts = AllowedHosts.ofScopes(Set.of("openid", "profile", "offline_access"),
				"graph.microsoft.com");
		assertThat(hosts.allow(URI.create("https://graph.microsoft.com/"))).isFalse();
	}

}
