package io.github.azuredevicecode.credential;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.credential.state.CacheSettings;
import io.github.azuredevicecode.credential.state.DelegatingTokenCache;
import io.github.azuredevicecode.identifier.EntraCloud;
import io.github.azuredevicecode.identifier.Tenants;

/**
 * Token cache of a credential that has a record and no tenant of its own. The record says
 * whose login is used and not where it is kept: an application that configures the tenant
 * keeps it under that, others under {@code organizations}. A login of the recorded user
 * is used where it is found.
 */
final class RecordedLoginCache extends DelegatingTokenCache {

	private final AuthenticationRecord record;

	private final Map<CachedLoginKey, CachedLoginKey> found = new ConcurrentHashMap<>();

	private RecordedLoginCache(TokenCache cache, AuthenticationRecord record) {
		super(cache);
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
		CachedLogin login = super.load((known != null) ? known : key);
		if (known != null || isOfRecordedUser(login)) {
			return login;
		}
		CachedLoginKey other = underRecordedTenant(key);
		CachedLogin otherLogin = super.load(other);
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
		return super.replace(this.found.getOrDefault(key, key), expected, next);
	}

	@Override
	public Watch watch(CachedLoginKey key, Runnable onChange) {
		Watch own = super.watch(key, onChange);
		Watch other = super.watch(underRecordedTenant(key), onChange);
		return () -> {
			own.close();
			other.close();
		};
	}

}
