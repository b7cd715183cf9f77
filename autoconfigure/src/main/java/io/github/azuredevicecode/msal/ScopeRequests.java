package io.github.azuredevicecode.msal;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.azuredevicecode.TokenRequest;
import org.jspecify.annotations.Nullable;

/**
 * The requests of callers who write scopes each time, validated and hashed once. Of
 * limited size.
 */
final class ScopeRequests {

	private static final int MAX_REQUESTS = 1_000;

	// By the scope itself where it is one, else by the list
	private final ConcurrentMap<Object, TokenRequest> requests = new ConcurrentHashMap<>();

	TokenRequest of(String... scopes) {
		Object key = (scopes.length == 1 && scopes[0] != null) ? scopes[0] : Arrays.asList(scopes);
		TokenRequest known = this.requests.get(key);
		return (known != null) ? known : keep(TokenRequest.of(scopes));
	}

	private TokenRequest keep(TokenRequest request) {
		if (this.requests.size() < MAX_REQUESTS) {
			@Nullable Object[] scopes = request.scopes().toArray();
			this.requests.put((scopes.length == 1) ? String.valueOf(scopes[0]) : List.of(scopes), request);
		}
		return request;
	}

}
