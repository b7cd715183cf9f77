package io.github.azuredevicecode;

import java.util.Locale;

/**
 * Names a login in a store. Application and tenant have no case, and are in lower case
 * here.
 *
 * @param name the name of the cache, by which one store keeps several logins apart
 * @param clientId the application
 * @param authority the authority, an https URL
 * @param tenantId the tenant that the credential is configured for
 * @param mode the kind of login
 * @since 0.1
 */
public record CachedLoginKey(String name, String clientId, String authority, String tenantId, LoginMode mode) {

	public CachedLoginKey {
		clientId = clientId.toLowerCase(Locale.ROOT);
		tenantId = tenantId.toLowerCase(Locale.ROOT);
	}

	/**
	 * Returns the key of the login in another mode.
	 * @param mode the mode
	 * @return the key
	 */
	public CachedLoginKey forMode(LoginMode mode) {
		return new CachedLoginKey(this.name, this.clientId, this.authority, this.tenantId, mode);
	}
}
