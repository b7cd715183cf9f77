package io.github.azuredevicecode.http;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for the fields that tell where a redirect would take a
 * token. One that cannot be read has the request refused.
 */
final class RedirectGuardRuntimeHints implements RuntimeHintsRegistrar {

	private static final List<String> TYPES = List.of(InterceptedRequest.CLASS_NAME,
			"org.springframework.http.client.JdkClientHttpRequestFactory",
			"org.springframework.http.client.AbstractClientHttpRequestFactoryWrapper",
			"org.springframework.http.client.reactive.JdkClientHttpConnector",
			"org.springframework.web.reactive.function.client.ExchangeFunctions$DefaultExchangeFunction");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		TYPES.forEach((type) -> hints.reflection()
			.registerTypeIfPresent(classLoader, type, MemberCategory.ACCESS_DECLARED_FIELDS));
	}

}
