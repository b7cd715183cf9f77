package io.github.azuredevicecode.entra;

import java.util.List;
import java.util.Objects;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.identifier.EntraCloud;
import org.jspecify.annotations.Nullable;

/**
 * Decides which tenant a request goes to.
 */
public final class TenantResolver {

	private final String tenantId;

	private final List<String> allowed;

	private final boolean fixed;

	public TenantResolver(AuthoritySettings settings) {
		this.tenantId = settings.tenantId();
		this.allowed = List.copyOf(settings.additionallyAllowedTenants());
		this.fixed = settings.disableMultiTenant() || settings.tenantId().equals(EntraCloud.ADFS);
	}

	/**
	 * Return the tenant of a request that has been resolved already.
	 * @param request the request, with the tenant it goes to
	 * @return the tenant
	 */
	public static String resolved(TokenRequest request) {
		return Objects.requireNonNull(request.tenantId());
	}

	/**
	 * Return the tenant that a request goes to.
	 * @param requested the tenant that the request names, or {@code null}
	 * @return the requested tenant or the credential's own
	 * @throws ClientAuthenticationException if the credential may not ask that tenant
	 */
	public String resolve(@Nullable String requested) {
		if (requested == null || requested.equals(this.tenantId) || this.fixed) {
			return this.tenantId;
		}
		if (this.allowed.contains("*") || this.allowed.contains(requested)) {
			return requested;
		}
		if (this.allowed.isEmpty() && this.tenantId.equals(EntraCloud.ORGANIZATIONS)) {
			return requested;
		}
		throw new ClientAuthenticationException("The current credential is not configured to acquire tokens for tenant "
				+ requested + ". To enable acquiring tokens for this tenant add it to the additionally_allowed_tenants "
				+ "when creating the credential, or add \"*\" to additionally_allowed_tenants to allow acquiring tokens "
				+ "for any tenant. (Property: azure.identity.device-code.additionally-allowed-tenants)");
	}

}
