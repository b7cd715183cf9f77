package io.github.azuredevicecode.credential.state;

import java.time.Instant;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;

/**
 * Base class of token caches that change a part of what another one does.
 */
public abstract class DelegatingTokenCache implements TokenCache {

	private final TokenCache delegate;

	/**
	 * Creates a token cache.
	 * @param delegate the token cache to pass everything on to
	 */
	protected DelegatingTokenCache(TokenCache delegate) {
		this.delegate = delegate;
	}

	@Override
	public CachedLogin load(CachedLoginKey key) {
		return this.delegate.load(key);
	}

	@Override
	public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
		return this.delegate.replace(key, expected, next);
	}

	@Override
	public boolean isShared() {
		return this.delegate.isShared();
	}

	@Override
	public Instant now() {
		return this.delegate.now();
	}

	@Override
	public Watch watch(CachedLoginKey key, Runnable onChange) {
		return this.delegate.watch(key, onChange);
	}

	@Override
	public void close() {
		this.delegate.close();
	}

}
