package io.github.azuredevicecode.entra.http;

import java.net.ProxySelector;
import java.time.Duration;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * Settings of the connection to the authority. Immutable.
 *
 * @param connectTimeout how long to wait for a connection
 * @param readTimeout how long to wait for a whole response
 * @param proxy selects the proxy, or {@code null} for the JVM's
 * @param sslContext the TLS configuration, or {@code null} for the JVM's
 * @param retries how many times a request is sent again after a fault that passes
 */
public record ConnectionSettings(Duration connectTimeout, Duration readTimeout, @Nullable ProxySelector proxy,
		@Nullable SSLContext sslContext, int retries) {

}
