package io.github.azuredevicecode.entra.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * Settings of the connection to the authority. Immutable.
 *
 * @param connectTimeout how long to wait for a connection
 * @param readTimeout how long to wait for a whole response
 * @param proxy selects the proxy, or {@code null} for the JVM's
 * @param proxyCredentials what the proxy wants, or {@code null} for what the JVM's
 * authenticator gives
 * @param sslContext the TLS configuration, or {@code null} for the JVM's
 * @param retries how many times a request is sent again after a fault that passes
 */
public record ConnectionSettings(Duration connectTimeout, Duration readTimeout, @Nullable ProxySelector proxy,
		@Nullable ProxyCredentials proxyCredentials, @Nullable SSLContext sslContext, int retries) {

	/**
	 * Returns the proxy of a connection.
	 * @param uri where the connection goes
	 * @return the address of the proxy, or {@code null} if the connection needs none
	 */
	@Nullable InetSocketAddress proxyAddress(URI uri) {
		ProxySelector selector = (this.proxy != null) ? this.proxy : ProxySelector.getDefault();
		if (selector == null) {
			return null;
		}
		for (Proxy proxy : selector.select(uri)) {
			if (proxy.type() == Proxy.Type.HTTP && proxy.address() instanceof InetSocketAddress address) {
				return address;
			}
		}
		return null;
	}

}
