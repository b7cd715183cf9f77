package io.github.azuredevicecode.credential;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.azuredevicecode.TokenRequest;

/**
 * The requests of callers who write scopes each time, validated and hashed once. Of
 * limited size.
 */
final class TokenRequestCache {

	static final int MAX_REQUESTS = 10_000;

	// By the scope itself where it is one, else by the list
	private final ConcurrentMap<Object, TokenRequest> requests = new ConcurrentHashMap<>();

	TokenRequest of(String... scopes) {
		Object key = (scopes.length == 1 && scopes[0] != null) ? scopes[0] : Arrays.asList(scopes);
		TokenRequest known = this.requests.get(key);
		return (known != null) ? known : keep(TokenRequest.of(scopes));
	}

	private TokenRequest keep(TokenRequest request) {
		if (this.requests.size() >= MAX_REQUESTS) {
			this.requests.clear();
		}
		List<String> scopes = List.copyOf(request.scopes());
		this.requests.put((scopes.size() == 1) ? scopes.get(0) : scopes, request);
		return request;
	}

}
