package io.github.azuredevicecode.http.reactive;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.http.HttpClient;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Refuses a request of a {@code WebClient} whose token the JDK's client would hand on
 * along a redirect to another host, as it does before JDK 25. What is sent does not tell
 * by which client; it is looked for behind the rest of the chain, and a client that is
 * not found there is one that leaks. Thread safe.
 */
final class ConnectorGuard {

	private static final int FIRST_SAFE_JDK = 25;

	private final boolean clientLeaks;

	ConnectorGuard() {
		this(Runtime.version().feature() < FIRST_SAFE_JDK);
	}

	ConnectorGuard(boolean clientLeaks) {
		this.clientLeaks = clientLeaks;
	}

	/**
	 * Check a request just before it is sent.
	 * @param request the request
	 * @param next the rest of the chain, down to the connector
	 * @throws IllegalStateException if the token could follow a redirect
	 */
	void requireSafe(ClientHttpRequest request, ExchangeFunction next) {
		if (!this.clientLeaks || !isOfTheJdk(request)) {
			return;
		}
		ClientHttpConnector connector = connector(next);
		HttpClient client = (connector != null) ? client(connector) : null;
		Assert.state(client != null && client.followRedirects() == HttpClient.Redirect.NEVER,
				"The token could follow a redirect to another host: the HttpClient of JDKs before " + FIRST_SAFE_JDK
						+ " hands it on. Set spring.http.clients.redirects=dont-follow, give the WebClient a "
						+ "JdkClientHttpConnector over an HttpClient that follows no redirects, use another HTTP "
						+ "client such as Reactor Netty, or run on JDK " + FIRST_SAFE_JDK);
	}

	private static boolean isOfTheJdk(ClientHttpRequest request) {
		return request.getNativeRequest().getClass().getName().startsWith("jdk.internal.net.http.");
	}

	private static @Nullable HttpClient client(ClientHttpConnector connector) {
		Field field = ReflectionUtils.findField(connector.getClass(), null, HttpClient.class);
		return (field != null) ? (HttpClient) read(field, connector) : null;
	}

	private static @Nullable ClientHttpConnector connector(ExchangeFunction next) {
		Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Deque<Object> links = new ArrayDeque<>();
		links.add(next);
		while (!links.isEmpty()) {
			Object link = links.poll();
			if (link instanceof ClientHttpConnector connector) {
				return connector;
			}
			if (seen.add(link)) {
				addLinks(link, links);
			}
		}
		return null;
	}

	private static void addLinks(Object link, Deque<Object> links) {
		for (Field field : link.getClass().getDeclaredFields()) {
			if (!Modifier.isStatic(field.getModifiers()) && isLink(field.getType())) {
				Object value = read(field, link);
				if (value != null) {
					links.add(value);
				}
			}
		}
	}

	private static boolean isLink(Class<?> type) {
		return ExchangeFunction.class.isAssignableFrom(type) || ExchangeFilterFunction.class.isAssignableFrom(type)
				|| ClientHttpConnector.class.isAssignableFrom(type);
	}

	private static @Nullable Object read(Field field, Object target) {
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, target);
	}

}
