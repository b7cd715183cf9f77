package io.github.azuredevicecode.msal;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.github.azuredevicecode.entra.TokenResponse;
import io.github.azuredevicecode.entra.http.EntraRequest;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client that MSAL4J sees. It does no I/O: it answers with what has been
 * received already or, where nothing has been received yet, takes what MSAL4J would send
 * and stops it there. So no failure of the service ever reaches MSAL4J, whose
 * process-wide memory of failures would pass it on to other callers.
 */
final class ReplayHttpClient implements IHttpClient {

	private static final String DEVICE_AUTHORIZATION = """
			{"device_code":"-","user_code":"-","verification_uri":"https://localhost/","message":"-",\
			"expires_in":600,"interval":1}""";

	private final @Nullable TokenResponse answer;

	private ReplayHttpClient(@Nullable TokenResponse answer) {
		this.answer = answer;
	}

	/**
	 * Creates a client that stops MSAL4J with {@link RequestTaken}.
	 * @return the client
	 */
	static ReplayHttpClient taking() {
		return new ReplayHttpClient(null);
	}

	/**
	 * Creates a client that answers with a response that was already received.
	 * @param answer the token response
	 * @return the client
	 */
	static ReplayHttpClient replaying(TokenResponse answer) {
		return new ReplayHttpClient(answer);
	}

	@Override
	public IHttpResponse send(HttpRequest request) {
		if (this.answer == null) {
			throw new RequestTaken(EntraRequest.decode((request.body() != null) ? request.body() : ""),
					new LinkedHashMap<>(request.headers()));
		}
		String correlationId = request.headerValue("client-request-id");
		HttpResponse response = new HttpResponse().statusCode(200);
		response.addHeaders(Map.of("Content-Type", List.of("application/json"), "client-request-id",
				List.of((correlationId != null) ? correlationId : "")));
		return response
			.body(request.url().getPath().endsWith("/devicecode") ? DEVICE_AUTHORIZATION : this.answer.serialize());
	}

	/**
	 * Carries a request out of MSAL4J. An error and no exception, since MSAL4J logs each
	 * exception as a failure.
	 */
	static final class RequestTaken extends Error {

		@Serial
		private static final long serialVersionUID = 1L;

		private final transient Map<String, String> form;

		private final transient Map<String, String> headers;

		RequestTaken(Map<String, String> form, Map<String, String> headers) {
			super("taken", null, false, false);
			this.form = form;
			this.headers = headers;
		}

		Map<String, String> form() {
			return this.form;
		}

		Map<String, String> headers() {
			return this.headers;
		}

	}

}
