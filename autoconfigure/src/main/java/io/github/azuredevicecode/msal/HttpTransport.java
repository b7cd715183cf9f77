package io.github.azuredevicecode.msal;

import java.util.concurrent.CompletableFuture;

/**
 * Carries requests to the authority.
 */
interface HttpTransport extends AutoCloseable {

	/**
	 * Send a request. Cancelling the future ends the exchange.
	 * @param request the request
	 * @return the answer, whatever its status, or an {@link java.io.IOException}
	 */
	CompletableFuture<HttpAnswer> send(FormRequest request);

	@Override
	void close();

	/**
	 * Load what the first request needs, without a request.
	 */
	default void warmUp() {
	}

}
