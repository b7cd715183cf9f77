package io.github.azuredevicecode.http.reactive;

import java.util.Map;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.http.TokenHosts;

/**
 * Filters for tests.
 */
public final class TestFilters {

	private TestFilters() {
	}

	public static DeviceCodeExchangeFilterFunction of(DeviceCodeCredential credential, String graphHost) {
		TokenSource source = new TokenSource(credential, TokenRequest.of("User.Read"), false,
				new TokenHosts(null, graphHost));
		return new DeviceCodeExchangeFilterFunction((id) -> null, "id", Map.of("id", source));
	}

}
