package io.github.azuredevicecode.credential;

import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.credential.state.CacheSettings;
import io.github.azuredevicecode.credential.state.ObservedTokenCache;

/**
 * Layers between a credential and the token cache that it was given: the inner one
 * measures, the others find the login that the application means.
 */
final class TokenCacheLayers {

	private TokenCacheLayers() {
	}

	/**
	 * Returns the token cache that a credential works with.
	 * @param settings the settings of the credential
	 * @return its token cache with all layers that it needs
	 */
	static TokenCache of(DeviceCodeCredentialSettings settings) {
		CacheSettings cache = settings.cache();
		DeviceCodeInstrumentation instrumentation = settings.observability().instrumentation();
		TokenCache observed = (instrumentation != DeviceCodeInstrumentation.NONE)
				? new ObservedTokenCache(cache.tokenCache(), instrumentation) : cache.tokenCache();
		TokenCache imported = new ImportedLoginCache(observed, settings.authority(), cache.authenticationRecord(),
				settings.signIn().expectedUsers());
		return RecordedLoginCache.of(imported, cache);
	}

}
