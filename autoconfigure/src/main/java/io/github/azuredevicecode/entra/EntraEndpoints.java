package io.github.azuredevicecode.entra;

import java.net.URI;

import io.github.azuredevicecode.identifier.EntraCloud;

/**
 * The endpoints of a tenant. Entra's paths are fixed; an ADFS has others and no tenants.
 *
 * @param deviceAuthorization the device authorization endpoint (RFC 8628 section 3.1)
 * @param token the token endpoint
 */
public record EntraEndpoints(URI deviceAuthorization, URI token) {

	/**
	 * Returns the endpoints of a tenant.
	 * @param authority the normalised authority, an https URL without a slash at the end
	 * @param tenantId the tenant
	 * @return its endpoints
	 */
	public static EntraEndpoints of(String authority, String tenantId) {
		String base = authority + "/" + tenantId + (tenantId.equals(EntraCloud.ADFS) ? "/oauth2/" : "/oauth2/v2.0/");
		return new EntraEndpoints(URI.create(base + "devicecode"), URI.create(base + "token"));
	}

}
