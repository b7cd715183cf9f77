package io.github.azuredevicecode.autoconfigure.credential;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.springframework.util.PatternMatchUtils;

/**
 * Selects one proxy for all hosts except those that the JVM's {@code http.nonProxyHosts}
 * system property names.
 */
final class ConfiguredProxy extends ProxySelector {

	private final Proxy proxy;

	private ConfiguredProxy(InetSocketAddress address) {
		this.proxy = new Proxy(Proxy.Type.HTTP, address);
	}

	static ProxySelector of(String proxy) {
		URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
		if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || uri.getPort() == -1
				|| uri.getRawUserInfo() != null) {
			throw new IllegalArgumentException("'" + proxy + "' is not a proxy; write host:port or http://host:port");
		}
		return new ConfiguredProxy(InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort()));
	}

	@Override
	public List<Proxy> select(URI uri) {
		return List.of(isReachedDirectly(uri.getHost()) ? Proxy.NO_PROXY : this.proxy);
	}

	private static boolean isReachedDirectly(String host) {
		String patterns = System.getProperty("http.nonProxyHosts", "").toLowerCase(Locale.ROOT);
		return Stream.of(patterns.split("\\|"))
			.anyMatch((pattern) -> PatternMatchUtils.simpleMatch(pattern.strip(), host.toLowerCase(Locale.ROOT)));
	}

	@Override
	public void connectFailed(URI uri, SocketAddress address, IOException failure) {
		// The failure of the request names the proxy
	}

}
