package io.github.azuredevicecode.entra.http;

import java.io.Serial;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the proxy cannot be reached, of which the JDK's client says no more than of
 * any other address.
 */
public final class ProxyConnectException extends ConnectException {

	@Serial
	private static final long serialVersionUID = 1L;

	ProxyConnectException(String proxy, ConnectException cause) {
		super("the proxy " + proxy + " cannot be reached");
		initCause(cause);
	}

	/**
	 * Names the proxy that a connection would have gone to.
	 * @param failure the failure of the connection
	 * @param uri where the request was to go
	 * @param configured selects the proxy, or {@code null} for the JVM's
	 * @return a failure that names the proxy, or the given one without a proxy
	 */
	static Throwable explain(Throwable failure, URI uri, @Nullable ProxySelector configured) {
		ProxySelector selector = (configured != null) ? configured : ProxySelector.getDefault();
		if (!(failure instanceof ConnectException refused) || selector == null) {
			return failure;
		}
		for (Proxy proxy : selector.select(uri)) {
			if (proxy.type() == Proxy.Type.HTTP && proxy.address() instanceof InetSocketAddress address) {
				return new ProxyConnectException(address.getHostString() + ":" + address.getPort(), refused);
			}
		}
		return failure;
	}

}
