package io.github.azuredevicecode.cache;

import io.github.azuredevicecode.TokenCache;

/**
 * Tests for {@link InMemoryTokenCache}.
 */
class InMemoryTokenCacheTests extends TokenCacheContract {

	private final TokenCache store = new InMemoryTokenCache();

	@Override
	protected TokenCache store() {
		return this.store;
	}

}
