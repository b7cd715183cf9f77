package io.github.azuredevicecode.http;

import java.net.URI;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.support.HttpRequestWrapper;

/**
 * A request that a resource has sent on to somewhere else.
 */
final class RedirectedRequest extends HttpRequestWrapper {

	private final URI uri;

	private final HttpMethod method;

	private final HttpHeaders headers = new HttpHeaders();

	RedirectedRequest(HttpRequest request, URI uri, HttpMethod method, boolean withToken) {
		super(request);
		this.uri = uri;
		this.method = method;
		this.headers.putAll(request.getHeaders());
		this.headers.remove(HttpHeaders.HOST);
		if (!withToken) {
			this.headers.remove(HttpHeaders.AUTHORIZATION);
			this.headers.remove(HttpHeaders.COOKIE);
		}
		if (!method.equals(request.getMethod())) {
			this.headers.remove(HttpHeaders.CONTENT_TYPE);
			this.headers.remove(HttpHeaders.CONTENT_LENGTH);
			this.headers.remove(HttpHeaders.TRANSFER_ENCODING);
		}
	}

	@Override
	public URI getURI() {
		return this.uri;
	}

	@Override
	public HttpMethod getMethod() {
		return this.method;
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

}
