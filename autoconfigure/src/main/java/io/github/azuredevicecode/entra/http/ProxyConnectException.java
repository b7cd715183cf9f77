package io.github.azuredevicecode.entra.http;

import java.io.Serial;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;

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
	 * @param settings the settings of the connection
	 * @return a failure that names the proxy, or the given one without a proxy
	 */
	static Throwable explain(Throwable failure, URI uri, ConnectionSettings settings) {
		InetSocketAddress proxy = (failure instanceof ConnectException) ? settings.proxyAddress(uri) : null;
		return (proxy != null && failure instanceof ConnectException refused)
				? new ProxyConnectException(proxy.getHostString() + ":" + proxy.getPort(), refused) : failure;
	}

}
