package io.github.azuredevicecode.entra.http;

import java.util.concurrent.CompletableFuture;

/**
 * Carries requests to the authority.
 */
public interface HttpTransport extends AutoCloseable {

	/**
	 * Send a request. Cancelling the future ends the exchange.
	 * @param request the request
	 * @return the answer, whatever its status, or an {@link java.io.IOException}
	 */
	CompletableFuture<EntraResponse> send(EntraRequest request);

	@Override
	void close();

	/**
	 * Load what the first request needs, without a request.
	 */
	default void warmUp() {
	}

}
