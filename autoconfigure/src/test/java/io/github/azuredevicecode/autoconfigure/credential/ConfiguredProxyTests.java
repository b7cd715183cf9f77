package io.github.azuredevicecode.autoconfigure.credential;

import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConfiguredProxy}.
 */
class ConfiguredProxyTests {

	private static final String NON_PROXY_HOSTS = "http.nonProxyHosts";

	private final ProxySelector selector = ConfiguredProxy.of("proxy:3128");

	@AfterEach
	void clear() {
		System.clearProperty(NON_PROXY_HOSTS);
	}

	@Test
	void everyHostIsReachedThroughTheProxy() {
		assertThat(select("login.microsoftonline.com")).isEqualTo(Proxy.Type.HTTP);
		assertThat(select("localhost")).isEqualTo(Proxy.Type.HTTP);
	}

	@ParameterizedTest
	@CsvSource({ "localhost|*.contoso.example, login.contoso.example", "LOGIN.contoso.example, login.Contoso.example",
			"'a | 10.*', 10.1.2.3", "[::1], [::1]" })
	void hostsWithoutProxyOfTheJvmAreReachedDirectly(String hosts, String host) {
		System.setProperty(NON_PROXY_HOSTS, hosts);
		assertThat(select(host)).isEqualTo(Proxy.Type.DIRECT);
		assertThat(select("login.microsoftonline.com")).isEqualTo(Proxy.Type.HTTP);
	}

	private Proxy.Type select(String host) {
		return this.selector.select(URI.create("https://" + host + ":8443/x")).get(0).type();
	}

}
