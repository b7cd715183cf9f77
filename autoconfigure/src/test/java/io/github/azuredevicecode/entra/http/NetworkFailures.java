package io.github.azuredevicecode.entra.http;

import java.net.ConnectException;

/**
 * Makes failures of the transport, for tests in other packages.
 */
public final class NetworkFailures {

	private NetworkFailures() {
	}

	public static ConnectException proxyRefused(String proxy) {
		return new ProxyConnectException(proxy, new ConnectException());
	}

}
