package io.github.azuredevicecode;

/**
 * Names a login in a store.
 *
 * @param name the name of the cache, by which one store keeps several logins apart
 * @param clientId the application
 * @param authority the authority, an https URL
 * @param tenantId the tenant that the credential is configured for
 * @param mode the kind of login
 * @since 0.1
 */
public record CachedLoginKey(String name, String clientId, String authority, String tenantId, LoginMode mode) {

	/**
	 * Returns the key of the login in another mode.
	 * @param mode the mode
	 * @return the key
	 */
	public CachedLoginKey forMode(LoginMode mode) {
		return new CachedLoginKey(this.name, this.clientId, this.authority, this.tenantId, mode);
	}
}
