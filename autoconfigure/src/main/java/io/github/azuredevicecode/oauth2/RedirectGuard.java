package io.github.azuredevicecode.oauth2;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.InterceptingClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.support.HttpRequestWrapper;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * Keeps a token from following a redirect to another host. The HTTP clients do so by
 * themselves, but for that of JDKs before 25, which hands the {@code Authorization}
 * header to whatever host it is sent on to. A request over such a client goes through a
 * twin of it that does not follow redirects, and what it is sent on to is asked without
 * the token.
 */
final class RedirectGuard {

	private static final int FIRST_SAFE_JDK = 25;

	private final boolean clientLeaks;

	private final Map<JdkClientHttpRequestFactory, JdkClientHttpRequestFactory> twins = Collections
		.synchronizedMap(new WeakHashMap<>());

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
	 */
	ClientHttpResponse execute(ClientHttpRequestInterceptor interceptor, HttpRequest request, byte[] body,
			ClientHttpRequestExecution execution) throws IOException {
		HttpRequest intercepted = unwrap(request);
		JdkClientHttpRequestFactory leaking = this.clientLeaks ? leakingFactory(intercepted) : null;
		if (leaking == null) {
			return execution.execute(request, body);
		}
		List<ClientHttpRequestInterceptor> interceptors = read(intercepted, "interceptors");
		int position = interceptors.indexOf(interceptor);
		if (position < 0) {
			throw new IllegalStateException("The token would follow a redirect to another host: this JDK's HttpClient "
					+ "passes it on, and the interceptor is wrapped in another. Set spring.http.clients.redirects="
					+ "dont-follow, add the interceptor itself, or use JDK " + FIRST_SAFE_JDK + " or another client");
		}
		ClientHttpRequestFactory rest = new InterceptingClientHttpRequestFactory(
				this.twins.computeIfAbsent(leaking, RedirectGuard::twin),
				interceptors.subList(position + 1, interceptors.size()));
		ClientHttpResponse response = send(rest, request, body);
		URI location = redirect(request, response);
		if (location == null) {
			return response;
		}
		response.close();
		return execution.execute(withoutToken(request, location), body);
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

	private static @Nullable URI redirect(HttpRequest request, ClientHttpResponse response) throws IOException {
		boolean safe = request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
		URI location = response.getHeaders().getLocation();
		if (!safe || location == null || !List.of(301, 302, 303, 307, 308).contains(response.getStatusCode().value())) {
			return null;
		}
		URI target = request.getURI().resolve(location);
		return "https".equalsIgnoreCase(target.getScheme()) ? target : null;
	}

	private static HttpRequest withoutToken(HttpRequest request, URI location) {
		HttpHeaders headers = new HttpHeaders();
		headers.putAll(request.getHeaders());
		headers.remove(HttpHeaders.AUTHORIZATION);
		return new HttpRequestWrapper(request) {

			@Override
			public URI getURI() {
				return location;
			}

			@Override
			public HttpHeaders getHeaders() {
				return headers;
			}

		};
	}

	private static HttpRequest unwrap(HttpRequest request) {
		HttpRequest unwrapped = request;
		while (unwrapped instanceof HttpRequestWrapper wrapper) {
			unwrapped = wrapper.getRequest();
		}
		return unwrapped;
	}

	private static @Nullable JdkClientHttpRequestFactory leakingFactory(HttpRequest request) {
		Field field = ReflectionUtils.findField(request.getClass(), "requestFactory");
		if (field == null) {
			return null;
		}
		ClientHttpRequestFactory factory = read(request, "requestFactory");
		if (!(factory instanceof JdkClientHttpRequestFactory jdkFactory)) {
			return null;
		}
		HttpClient client = read(jdkFactory, "httpClient");
		return (client.followRedirects() != HttpClient.Redirect.NEVER) ? jdkFactory : null;
	}

	private static JdkClientHttpRequestFactory twin(JdkClientHttpRequestFactory factory) {
		HttpClient client = read(factory, "httpClient");
		HttpClient.Builder builder = HttpClient.newBuilder()
			.followRedirects(HttpClient.Redirect.NEVER)
			.version(client.version())
			.sslContext(client.sslContext())
			.sslParameters(client.sslParameters());
		client.connectTimeout().ifPresent(builder::connectTimeout);
		client.proxy().ifPresent(builder::proxy);
		client.authenticator().ifPresent(builder::authenticator);
		client.cookieHandler().ifPresent(builder::cookieHandler);
		client.executor().ifPresent(builder::executor);
		Executor executor = read(factory, "executor");
		JdkClientHttpRequestFactory twin = new JdkClientHttpRequestFactory(builder.build(), executor);
		Duration readTimeout = readNullable(factory, "readTimeout");
		if (readTimeout != null) {
			twin.setReadTimeout(readTimeout);
		}
		Boolean compression = readNullable(factory, "compression");
		twin.enableCompression(Boolean.TRUE.equals(compression));
		return twin;
	}

	private static <T> T read(Object target, String name) {
		T value = readNullable(target, name);
		Assert.state(value != null, () -> "The field '" + name + "' of " + target.getClass() + " is not set");
		return value;
	}

	@SuppressWarnings("unchecked")
	private static <T> @Nullable T readNullable(Object target, String name) {
		Field field = ReflectionUtils.findField(target.getClass(), name);
		Assert.state(field != null, () -> target.getClass() + " has no field '" + name + "'");
		ReflectionUtils.makeAccessible(field);
		return (T) ReflectionUtils.getField(field, target);
	}

}
