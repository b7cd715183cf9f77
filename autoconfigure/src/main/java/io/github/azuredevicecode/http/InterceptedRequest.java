package io.github.azuredevicecode.http;

import java.net.URI;
import java.util.List;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.support.HttpRequestWrapper;

/**
 * What Spring's request knows and does not tell: how it goes on from an interceptor.
 *
 * @param requestFactory makes the request that is sent
 * @param interceptors all interceptors, in order
 * @param bufferingPredicate which responses are buffered
 */
record InterceptedRequest(ClientHttpRequestFactory requestFactory, List<ClientHttpRequestInterceptor> interceptors,
		BiPredicate<URI, HttpMethod> bufferingPredicate) {

	static final String CLASS_NAME = "org.springframework.http.client.InterceptingClientHttpRequest";

	/**
	 * Look into a request.
	 * @param request the request, as an interceptor gets it
	 * @return what it knows, or {@code null} if it is of another kind
	 */
	static @Nullable InterceptedRequest of(HttpRequest request) {
		HttpRequest unwrapped = request;
		while (unwrapped instanceof HttpRequestWrapper wrapper) {
			unwrapped = wrapper.getRequest();
		}
		if (!unwrapped.getClass().getName().equals(CLASS_NAME)) {
			return null;
		}
		return new InterceptedRequest(Fields.read(unwrapped, "requestFactory"), Fields.read(unwrapped, "interceptors"),
				Fields.read(unwrapped, "bufferingPredicate"));
	}

}
