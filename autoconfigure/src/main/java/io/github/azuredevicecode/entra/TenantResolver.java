package io.github.azuredevicecode.entra;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.identifier.EntraCloud;
import io.github.azuredevicecode.identifier.Tenants;
import org.jspecify.annotations.Nullable;

/**
 * Decides which tenant a request goes to. Names of tenants have no case, and the tenant
 * in which the user signed in is the one that is configured by a domain name.
 */
public final class TenantResolver {

	private final String tenantId;

	private final List<String> allowed;

	private final boolean fixed;

	private final Supplier<@Nullable String> signedInTenant;

	TenantResolver(AuthoritySettings settings) {
		this(settings, () -> null);
	}

	/**
	 * Creates a resolver.
	 * @param settings the tenants of the credential
	 * @param signedInTenant returns the tenant of the user who is signed in, or
	 * {@code null}
	 */
	public TenantResolver(AuthoritySettings settings, Supplier<@Nullable String> signedInTenant) {
		this.tenantId = Tenants.canonical(settings.tenantId());
		this.allowed = settings.additionallyAllowedTenants().stream().map(Tenants::canonical).toList();
		this.fixed = settings.disableMultiTenant() || this.tenantId.equals(EntraCloud.ADFS);
		this.signedInTenant = signedInTenant;
	}

	/**
	 * Returns the tenant of a request that has been resolved already.
	 * @param request the request, with the tenant it goes to
	 * @return the tenant
	 */
	public static String resolved(TokenRequest request) {
		return Objects.requireNonNull(request.tenantId());
	}

	/**
	 * Returns the tenant that a request goes to. A GUID may be that of the domain that is
	 * configured. As long as nobody is signed in this is assumed, see
	 * {@link #isAssumed(String, String)}.
	 * @param requested the tenant that the request names, or {@code null}
	 * @return the requested tenant or the credential's own
	 * @throws ClientAuthenticationException if the credential may not ask that tenant
	 */
	public String resolve(@Nullable String requested) {
		if (requested == null || this.fixed) {
			return this.tenantId;
		}
		String tenant = Tenants.canonical(requested);
		if (tenant.equalsIgnoreCase(this.tenantId)) {
			return this.tenantId;
		}
		if (isAllowed(tenant)) {
			return tenant;
		}
		if (Tenants.isDomain(this.tenantId) && Tenants.isGuid(tenant)) {
			String signedIn = this.signedInTenant.get();
			if (signedIn == null) {
				return this.tenantId;
			}
			if (tenant.equals(Tenants.canonical(signedIn))) {
				return tenant;
			}
		}
		throw new ClientAuthenticationException("The current credential is not configured to acquire tokens for tenant "
				+ requested + ". Add it to azure.identity.device-code.additionally-allowed-tenants, or add \"*\" to "
				+ "allow any tenant");
	}

	private boolean isAllowed(String tenant) {
		return this.allowed.contains("*") || this.allowed.contains(tenant)
				|| (this.allowed.isEmpty() && this.tenantId.equals(EntraCloud.ORGANIZATIONS));
	}

	/**
	 * Returns whether the requested tenant was taken for the configured one without
	 * knowing. It must be resolved again when a user is signed in.
	 * @param requested the tenant that the request names, or {@code null}
	 * @param resolved the tenant that the request goes to
	 * @return whether that was assumed
	 */
	public boolean isAssumed(@Nullable String requested, String resolved) {
		return requested != null && !this.fixed && !resolved.equalsIgnoreCase(requested);
	}

}
