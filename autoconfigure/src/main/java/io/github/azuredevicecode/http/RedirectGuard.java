package io.github.azuredevicecode.http;

import java.io.IOException;
import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.InterceptingClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;

/**
 * Keeps a token from following a redirect to another host. The HTTP clients that Boot
 * detects do so by themselves, but for that of JDKs before 25, which hands the
 * {@code Authorization} header to whatever host it is sent on to. A request over such a
 * client goes through a twin of it that follows no redirects: on the same host it is
 * repeated with the token, and another host is asked without it. Where a twin cannot take
 * the place of the client, the request is refused. Thread safe.
 */
final class RedirectGuard {

	private static final int FIRST_SAFE_JDK = 25;

	// Those of Spring's tests, which send nothing
	private static final String MOCKS = "org.springframework.mock.";

	private static final int MAX_REDIRECTS = 5;

	private final boolean clientLeaks;

	private final JdkClientTwins twins = new JdkClientTwins();

	RedirectGuard() {
		this(Runtime.version().feature() < FIRST_SAFE_JDK);
	}

	RedirectGuard(boolean clientLeaks) {
		this.clientLeaks = clientLeaks;
	}

	/**
	 * Go on with a request that carries a token.
	 * @param interceptor the interceptor that put it there
	 * @param request the request
	 * @param body its body
	 * @param execution the rest of the chain
	 * @return the response
	 * @throws IOException if the request fails
	 * @throws IllegalStateException if the token could follow a redirect
	 */
	ClientHttpResponse execute(ClientHttpRequestInterceptor interceptor, HttpRequest request, byte[] body,
			ClientHttpRequestExecution execution) throws IOException {
		ClientHttpRequestFactory safe = this.clientLeaks ? safeRest(interceptor, request) : null;
		return (safe != null) ? follow(safe, request, body, execution) : execution.execute(request, body);
	}

	/**
	 * Returns whether a response comes from a host that the request was redirected to.
	 * @param response a response of this guard
	 * @return whether it does, as far as the redirect was followed here
	 */
	static boolean isFromAnotherHost(ClientHttpResponse response) {
		return response instanceof ForeignResponse;
	}

	private @Nullable ClientHttpRequestFactory safeRest(ClientHttpRequestInterceptor interceptor, HttpRequest request)
			throws IOException {
		InterceptedRequest intercepted = InterceptedRequest.of(request);
		if (intercepted == null && request.getClass().getName().startsWith(MOCKS)) {
			return null;
		}
		if (intercepted == null) {
			throw refusal("the request is of " + request.getClass() + ", which hides its client");
		}
		ClientHttpRequestFactory factory = intercepted.requestFactory();
		if (!JdkClientTwins.followsRedirects(factory, request)) {
			return null;
		}
		if (!(factory instanceof JdkClientHttpRequestFactory leaking)) {
			throw refusal("the request factory is wrapped in " + factory.getClass());
		}
		int position = intercepted.interceptors().indexOf(interceptor);
		if (position < 0) {
			throw refusal("the interceptor is wrapped in another");
		}
		List<ClientHttpRequestInterceptor> rest = intercepted.interceptors()
			.subList(position + 1, intercepted.interceptors().size());
		return new InterceptingClientHttpRequestFactory(this.twins.of(leaking), rest, intercepted.bufferingPredicate());
	}

	private static IllegalStateException refusal(String reason) {
		return new IllegalStateException("The token could follow a redirect to another host: the HttpClient of JDKs "
				+ "before " + FIRST_SAFE_JDK + " hands it on, and that cannot be kept from it here, because " + reason
				+ ". Set spring.http.clients.redirects=dont-follow, give the client an HttpClient that follows no "
				+ "redirects, use another HTTP client such as Apache HttpComponents, or run on JDK " + FIRST_SAFE_JDK);
	}

	private static ClientHttpResponse follow(ClientHttpRequestFactory safe, HttpRequest request, byte[] body,
			ClientHttpRequestExecution execution) throws IOException {
		HttpRequest current = request;
		byte[] currentBody = body;
		for (int count = 0;; count++) {
			ClientHttpResponse response = send(safe, current, currentBody);
			URI target = target(current, response);
			if (target == null || count == MAX_REDIRECTS) {
				return response;
			}
			HttpMethod method = method(current, response);
			response.close();
			if (!method.equals(current.getMethod())) {
				currentBody = new byte[0];
			}
			boolean sameOrigin = isSameOrigin(current.getURI(), target);
			current = new RedirectedRequest(current, target, method, sameOrigin);
			if (!sameOrigin) {
				return new ForeignResponse(execution.execute(current, currentBody));
			}
		}
	}

	private static ClientHttpResponse send(ClientHttpRequestFactory factory, HttpRequest request, byte[] body)
			throws IOException {
		ClientHttpRequest sent = factory.createRequest(request.getURI(), request.getMethod());
		sent.getHeaders().putAll(request.getHeaders());
		sent.getAttributes().putAll(request.getAttributes());
		if (body.length > 0) {
			sent.getBody().write(body);
		}
		return sent.execute();
	}

	private static @Nullable URI target(HttpRequest request, ClientHttpResponse response) throws IOException {
		String location = response.getHeaders().getFirst(HttpHeaders.LOCATION);
		if (location == null || !List.of(301, 302, 303, 307, 308).contains(response.getStatusCode().value())) {
			return null;
		}
		try {
			URI target = request.getURI().resolve(location);
			return ("https".equalsIgnoreCase(target.getScheme()) && target.getHost() != null) ? target : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	// As the JDK's client chooses it
	private static HttpMethod method(HttpRequest request, ClientHttpResponse response) throws IOException {
		HttpMethod method = request.getMethod();
		boolean found = response.getStatusCode().isSameCodeAs(HttpStatus.MOVED_PERMANENTLY)
				|| response.getStatusCode().isSameCodeAs(HttpStatus.FOUND);
		boolean seeOther = response.getStatusCode().isSameCodeAs(HttpStatus.SEE_OTHER);
		return ((found && method == HttpMethod.POST) || (seeOther && method != HttpMethod.HEAD)) ? HttpMethod.GET
				: method;
	}

	private static boolean isSameOrigin(URI one, URI other) {
		return one.getHost().equalsIgnoreCase(other.getHost()) && port(one) == port(other);
	}

	private static int port(URI uri) {
		return (uri.getPort() != -1) ? uri.getPort() : 443;
	}

}
