package io.github.azuredevicecode.http;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.AbstractClientHttpRequestFactoryWrapper;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * Makes twins of request factories over the JDK's client, which differ in that they
 * follow no redirects. A twin lives as long as its factory. Thread safe.
 */
final class JdkClientTwins {

	private final Map<JdkClientHttpRequestFactory, JdkClientHttpRequestFactory> twins = Collections
		.synchronizedMap(new WeakHashMap<>());

	/**
	 * Return whether requests go over the JDK's client, and it follows redirects.
	 * @param factory makes the requests
	 * @param request the request that is about to be sent
	 * @return whether a redirect would be followed where nobody sees it
	 * @throws IOException if the factory makes no request
	 */
	static boolean followsRedirects(ClientHttpRequestFactory factory, HttpRequest request) throws IOException {
		ClientHttpRequestFactory innermost = factory;
		while (innermost instanceof AbstractClientHttpRequestFactoryWrapper wrapper) {
			innermost = wrapper.getDelegate();
		}
		if (innermost instanceof JdkClientHttpRequestFactory jdkFactory) {
			return follows(Fields.read(jdkFactory, "httpClient"));
		}
		if (innermost.getClass().getName().startsWith("org.springframework.")) {
			return false;
		}
		// A factory of the application's own: what it makes tells what it works with
		Object made = innermost.createRequest(request.getURI(), request.getMethod());
		Field field = ReflectionUtils.findField(made.getClass(), null, HttpClient.class);
		return field != null && follows(Fields.read(made, field.getName()));
	}

	private static boolean follows(HttpClient client) {
		return client.followRedirects() != HttpClient.Redirect.NEVER;
	}

	/**
	 * Return the twin of a factory.
	 * @param factory a factory that follows redirects
	 * @return the same but for redirects
	 */
	JdkClientHttpRequestFactory of(JdkClientHttpRequestFactory factory) {
		Assert.state(factory.getClass() == JdkClientHttpRequestFactory.class,
				() -> factory.getClass() + " has no twin. Use JdkClientHttpRequestFactory itself, or an HttpClient "
						+ "that follows no redirects, which would hand the token on to other hosts");
		return this.twins.computeIfAbsent(factory, JdkClientTwins::create);
	}

	private static JdkClientHttpRequestFactory create(JdkClientHttpRequestFactory factory) {
		HttpClient client = Fields.read(factory, "httpClient");
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
		Executor executor = Fields.read(factory, "executor");
		JdkClientHttpRequestFactory twin = new JdkClientHttpRequestFactory(builder.build(), executor);
		Duration readTimeout = Fields.readNullable(factory, "readTimeout");
		if (readTimeout != null) {
			twin.setReadTimeout(readTimeout);
		}
		Boolean compression = Fields.read(factory, "compression");
		twin.enableCompression(compression);
		return twin;
	}

}
