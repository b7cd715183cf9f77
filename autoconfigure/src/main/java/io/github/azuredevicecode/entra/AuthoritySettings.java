package io.github.azuredevicecode.entra;

import java.net.URI;
import java.util.List;

/**
 * The application that a user signs in to, and where: settings that rule requests to the
 * authority. Immutable.
 *
 * @param clientId the application's (client) id
 * @param tenantId the tenant that requests go to by default
 * @param authority the authority, an https URL without a slash at the end
 * @param additionallyAllowedTenants the tenants that requests may name, {@code *} for any
 * @param disableMultiTenant whether all requests go to the default tenant
 * @param disableInstanceDiscovery whether the authority is trusted as it is
 */
public record AuthoritySettings(String clientId, String tenantId, String authority,
		List<String> additionallyAllowedTenants, boolean disableMultiTenant, boolean disableInstanceDiscovery) {

	public AuthoritySettings {
		additionallyAllowedTenants = List.copyOf(additionallyAllowedTenants);
	}

	/**
	 * Returns the host of the authority.
	 * @return the host in lower case, without a port
	 */
	public String authorityHost() {
		return URI.create(this.authority).getHost();
	}

}
