package io.github.azuredevicecode.autoconfigure.credential;

import java.net.ProxySelector;
import java.util.HashMap;
import java.util.Map;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;

/**
 * Creates what connections to an authority need from properties, once for equal values,
 * so that credentials that connect in the same way can share their connections.
 */
final class Connections {

	private final @Nullable SslBundles sslBundles;

	private final Map<String, ProxySelector> proxies = new HashMap<>();

	private final Map<String, SSLContext> sslContexts = new HashMap<>();

	/**
	 * Creates connections.
	 * @param sslBundles the SSL bundles of the application, or {@code null}
	 */
	Connections(@Nullable SslBundles sslBundles) {
		this.sslBundles = sslBundles;
	}

	ProxySelector proxy(String proxy) {
		return this.proxies.computeIfAbsent(proxy, ConfiguredProxy::of);
	}

	SSLContext sslContext(String bundle) {
		return this.sslContexts.computeIfAbsent(bundle, this::toSslContext);
	}

	private SSLContext toSslContext(String bundle) {
		if (this.sslBundles == null) {
			throw new IllegalArgumentException("there are no SSL bundles in this application");
		}
		return BundleSslContext.of(this.sslBundles, bundle);
	}

}
