package io.github.azuredevicecode;

/**
 * Names a login in a store.
 *
 * @param name the name of the cache, by which one store keeps several logins apart
 * @param clientId the application
 * @param authority the authority, an https URL
 * @param tenantId the tenant that the credential is configured for
 * @param cae whether the login is for Continuous Access Evaluation
 */
public record CachedLoginKey(String name, String clientId, String authority, String tenantId, boolean cae) {

	/**
	 * Returns the key of the login in another mode.
	 * @param cae whether the login is for Continuous Access Evaluation
	 * @return the key
	 */
	public CachedLoginKey forMode(boolean cae) {
		return new CachedLoginKey(this.name, this.clientId, this.authority, this.tenantId, cae);
	}
}
