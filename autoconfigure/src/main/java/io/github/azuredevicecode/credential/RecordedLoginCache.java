package io.github.azuredevicecode.credential;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.credential.state.CacheSettings;
import io.github.azuredevicecode.identifier.EntraCloud;
import io.github.azuredevicecode.identifier.Tenants;

/**
 * Token cache of a credential that has a record and no tenant of its own. The record says
 * whose login is used and not where it is kept: an application that configures the tenant
 * keeps it under that, others under {@code organizations}. A login of the recorded user
 * is used where it is found.
 */
final class RecordedLoginCache implements TokenCache {

	private final TokenCache cache;

	private final AuthenticationRecord record;

	private final Map<CachedLoginKey, CachedLoginKey> found = new ConcurrentHashMap<>();

	private RecordedLoginCache(TokenCache cache, AuthenticationRecord record) {
		this.cache = cache;
		this.record = record;
	}

	/**
	 * Returns the cache in which a credential looks for its login.
	 * @param cache the cache
	 * @param settings the settings of the credential
	 * @return the cache itself, unless there may be a login under another key
	 */
	static TokenCache of(TokenCache cache, CacheSettings settings) {
		AuthenticationRecord record = settings.authenticationRecord();
		boolean elsewhere = record != null && settings.key().tenantId().equals(EntraCloud.ORGANIZATIONS)
				&& !Tenants.canonical(record.tenantId()).equals(EntraCloud.ORGANIZATIONS);
		return (elsewhere && record != null) ? new RecordedLoginCache(cache, record) : cache;
	}

	@Override
	public CachedLogin load(CachedLoginKey key) {
		CachedLoginKey known = this.found.get(key);
		CachedLogin login = this.cache.load((known != null) ? known : key);
		if (known != null || isOfRecordedUser(login)) {
			return login;
		}
		CachedLoginKey other = underRecordedTenant(key);
		CachedLogin otherLogin = this.cache.load(other);
		if (!isOfRecordedUser(otherLogin)) {
			return login;
		}
		this.found.put(key, other);
		return otherLogin;
	}

	private boolean isOfRecordedUser(CachedLogin login) {
		AuthenticationRecord user = login.authenticationRecord();
		return user != null && user.homeAccountId().equalsIgnoreCase(this.record.homeAccountId());
	}

	private CachedLoginKey underRecordedTenant(CachedLoginKey key) {
		return new CachedLoginKey(key.name(), key.clientId(), key.authority(), this.record.tenantId(), key.mode());
	}

	@Override
	public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
		return this.cache.replace(this.found.getOrDefault(key, key), expected, next);
	}

	@Override
	public boolean isShared() {
		return this.cache.isShared();
	}

	@Override
	public Instant now() {
		return this.cache.now();
	}

	@Override
	public Watch watch(CachedLoginKey key, Runnable onChange) {
		Watch own = this.cache.watch(key, onChange);
		Watch other = this.cache.watch(underRecordedTenant(key), onChange);
		return () -> {
			own.close();
			other.close();
		};
	}

	@Override
	public void close() {
		this.cache.close();
	}

}
