package io.github.azuredevicecode.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;

/**
 * Token cache in memory, which ends with the process.
 *
 * @since 0.1
 */
public final class InMemoryTokenCache implements TokenCache {

	private final Map<CachedLoginKey, CachedLogin> logins = new ConcurrentHashMap<>();

	@Override
	public CachedLogin load(CachedLoginKey key) {
		return this.logins.getOrDefault(key, CachedLogin.NONE);
	}

	@Override
	public boolean isShared() {
		return false;
	}

	@Override
	public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
		return this.logins.compute(key, (name, current) -> {
			long version = (current != null) ? current.version() : CachedLogin.NONE.version();
			return (version == expected.version()) ? next : current;
		}) == next;
	}

}
