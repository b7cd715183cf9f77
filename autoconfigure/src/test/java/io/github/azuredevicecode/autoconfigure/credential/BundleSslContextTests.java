package io.github.azuredevicecode.autoconfigure.credential;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

import io.github.azuredevicecode.testsupport.ResourceServer;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import org.junit.jupiter.api.Test;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BundleSslContext}.
 */
class BundleSslContextTests {

	private static final String CIPHER = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";

	@Test
	void protocolsAndCiphersAreThoseOfTheOptions() throws Exception {
		SslBundle bundle = SslBundle.of(ResourceServer.sslBundle().getStores(), SslBundleKey.NONE,
				SslOptions.of(Set.of(CIPHER), Set.of("TLSv1.2")));
		SSLContext context = BundleSslContext.of(new DefaultSslBundleRegistry("entra", bundle), "entra");
		assertThat(context.createSSLEngine("localhost", 443).getEnabledProtocols()).containsExactly("TLSv1.2");
		assertThat(context.createSSLEngine().getEnabledCipherSuites()).containsExactly(CIPHER);
		HttpClient client = HttpClient.newBuilder().sslContext(context).build();
		try (ResourceServer server = new ResourceServer()) {
			assertThat(client.send(HttpRequest.newBuilder(URI.create(server.url("/"))).build(), BodyHandlers.ofString())
				.sslSession()
				.orElseThrow()
				.getProtocol()).isEqualTo("TLSv1.2");
		}
	}

	@Test
	void anUpdatedBundleIsUsedForNewConnections() throws Exception {
		KeyStore other;
		try (ScriptedEntra entra = new ScriptedEntra()) {
			other = entra.trustStore();
		}
		DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry("entra",
				SslBundle.of(SslStoreBundle.of(null, null, other)));
		HttpClient client = HttpClient.newBuilder().sslContext(BundleSslContext.of(registry, "entra")).build();
		try (ResourceServer server = new ResourceServer()) {
			HttpRequest request = HttpRequest.newBuilder(URI.create(server.url("/"))).build();
			assertThatExceptionOfType(SSLHandshakeException.class)
				.isThrownBy(() -> client.send(request, BodyHandlers.ofString()));
			registry.updateBundle("entra", ResourceServer.sslBundle());
			assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("ok");
		}
	}

}
