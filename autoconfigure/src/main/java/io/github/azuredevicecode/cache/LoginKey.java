package io.github.azuredevicecode.cache;

/**
 * Names a login in a store.
 *
 * @param clientId the application
 * @param authority the authority, an https URL
 * @param tenantId the tenant of the credential
 * @param cae whether the login is for Continuous Access Evaluation
 */
public record LoginKey(String clientId, String authority, String tenantId, boolean cae) {
}
