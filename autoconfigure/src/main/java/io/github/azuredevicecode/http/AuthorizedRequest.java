package io.github.azuredevicecode.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.FastByteArrayOutputStream;

/**
 * A request that is sent with a token, and again after a claims challenge or a redirect.
 * The token is in the headers of what is sent, and not in those of this request, which
 * interceptors and observations see.
 */
final class AuthorizedRequest extends AbstractClientHttpRequest
		implements StreamingHttpOutputMessage, AuthorizedExchange.Sender {

	private final AuthorizedExchange exchange;

	private final ClientHttpRequestFactory client;

	private final boolean followsRedirects;

	private final URI uri;

	private final HttpMethod method;

	private @Nullable FastByteArrayOutputStream buffer;

	private @Nullable Body body;

	/**
	 * Creates a request.
	 * @param exchange gets the token
	 * @param client makes the requests that are sent, and follows no redirects
	 * @param followsRedirects whether redirects are followed here
	 * @param uri where the request goes
	 * @param method the method
	 */
	AuthorizedRequest(AuthorizedExchange exchange, ClientHttpRequestFactory client, boolean followsRedirects, URI uri,
			HttpMethod method) {
		this.exchange = exchange;
		this.client = client;
		this.followsRedirects = followsRedirects;
		this.uri = uri;
		this.method = method;
	}

	/**
	 * Creates a factory of requests that are sent with a token.
	 * @param exchange gets the tokens
	 * @param client builds the client that sends the requests
	 * @param settings the settings of the client
	 * @return a new factory
	 */
	static ClientHttpRequestFactory factory(AuthorizedExchange exchange, ClientHttpRequestFactoryBuilder<?> client,
			HttpClientSettings settings) {
		boolean followsRedirects = settings.redirects() != HttpRedirects.DONT_FOLLOW;
		ClientHttpRequestFactory factory = withoutRedirects(client)
			.build(settings.withRedirects(HttpRedirects.DONT_FOLLOW));
		return (uri, method) -> new AuthorizedRequest(exchange, factory, followsRedirects, uri, method);
	}

	// Before JDK 25, the JDK's client sends the token along with a redirect that it
	// follows, and customizers of the application come after the settings
	private static ClientHttpRequestFactoryBuilder<?> withoutRedirects(ClientHttpRequestFactoryBuilder<?> client) {
		return (client instanceof JdkClientHttpRequestFactoryBuilder jdk)
				? jdk.withHttpClientCustomizer((builder) -> builder.followRedirects(HttpClient.Redirect.NEVER))
				: client;
	}

	@Override
	public HttpMethod getMethod() {
		return this.method;
	}

	@Override
	public URI getURI() {
		return this.uri;
	}

	@Override
	protected OutputStream getBodyInternal(HttpHeaders headers) {
		FastByteArrayOutputStream buffer = this.buffer;
		if (buffer == null) {
			buffer = new FastByteArrayOutputStream(1024);
			this.buffer = buffer;
		}
		return buffer;
	}

	@Override
	public void setBody(Body body) {
		assertNotExecuted();
		this.body = body;
	}

	@Override
	protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
		Body written = this.body;
		// Written more than once, and with a length, which some services insist on
		if (written != null && !(written.repeatable() && headers.getContentLength() >= 0)) {
			written.writeTo(getBodyInternal(headers));
		}
		if (this.buffer != null) {
			this.body = new BufferedBody(this.buffer);
			headers.setContentLength(this.buffer.size());
		}
		return this.exchange.execute(this.uri, this.method, this.followsRedirects, this);
	}

	@Override
	public ClientHttpResponse send(Hop hop, String authorization) throws IOException {
		ClientHttpRequest request = this.client.createRequest(hop.uri(), hop.method());
		HttpHeaders headers = request.getHeaders();
		getHeaders().forEach(headers::addAll);
		hop.applyTo(headers, authorization);
		Map<String, Object> attributes = getAttributes();
		if (!attributes.isEmpty()) {
			request.getAttributes().putAll(attributes);
		}
		Body body = this.body;
		if (body != null && hop.withBody()) {
			if (request instanceof StreamingHttpOutputMessage streaming) {
				streaming.setBody(body);
			}
			else {
				body.writeTo(request.getBody());
			}
		}
		return request.execute();
	}

	/**
	 * A body that was written once and can be sent again.
	 *
	 * @param buffer what was written
	 */
	private record BufferedBody(FastByteArrayOutputStream buffer) implements Body {

		@Override
		public void writeTo(OutputStream outputStream) throws IOException {
			this.buffer.writeTo(outputStream);
		}

		@Override
		public boolean repeatable() {
			return true;
		}

	}

}
