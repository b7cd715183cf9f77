package io.github.azuredevicecode.credential;

import java.util.List;
import java.util.function.UnaryOperator;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.identifier.Authorities;
import io.github.azuredevicecode.identifier.ClientIds;
import io.github.azuredevicecode.identifier.EntraCloud;
import io.github.azuredevicecode.identifier.Tenants;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the application, the authority and the tenant of a credential from what was
 * configured, an authentication record and the environment. Immutable.
 */
final class AuthorityResolver {

	private final String clientId;

	private final @Nullable String tenantId;

	private final @Nullable AuthenticationRecord record;

	private final List<String> additionallyAllowedTenants;

	private final boolean disableInstanceDiscovery;

	private final @Nullable UnaryOperator<@Nullable String> environment;

	// As it was configured, maybe with a tenant
	private final String address;

	private final @Nullable String tenantInAddress;

	/**
	 * Creates a resolver.
	 * @param clientId the application, unless a record names it
	 * @param authority the configured authority, or {@code null}
	 * @param tenantId the configured tenant, or {@code null}
	 * @param record whose login to use, or {@code null}
	 * @param additionallyAllowedTenants the tenants that a request may name
	 * @param disableInstanceDiscovery whether to trust the authority unseen
	 * @param environment looks up environment variables, or {@code null} for those of the
	 * process
	 */
	AuthorityResolver(String clientId, @Nullable String authority, @Nullable String tenantId,
			@Nullable AuthenticationRecord record, List<String> additionallyAllowedTenants,
			boolean disableInstanceDiscovery, @Nullable UnaryOperator<@Nullable String> environment) {
		this.clientId = clientId;
		this.record = record;
		this.additionallyAllowedTenants = additionallyAllowedTenants;
		this.disableInstanceDiscovery = disableInstanceDiscovery;
		this.environment = environment;
		this.address = (authority != null) ? authority : address(record);
		this.tenantInAddress = Authorities.tenantIn(this.address);
		this.tenantId = requireSame(tenantId, this.tenantInAddress, this.address);
	}

	private String address(@Nullable AuthenticationRecord record) {
		if (record != null) {
			return Authorities.normalize(record.authority());
		}
		String host = variable("AZURE_AUTHORITY_HOST");
		return Authorities.normalize((host != null && !host.isBlank()) ? host : EntraCloud.PUBLIC.authorityHost());
	}

	private static @Nullable String requireSame(@Nullable String tenantId, @Nullable String tenantInAddress,
			String address) {
		if (tenantId != null && tenantInAddress != null && !tenantId.equals(tenantInAddress)) {
			throw new IllegalArgumentException("'" + address + "' is an invalid authority. It names the tenant "
					+ tenantInAddress + ", but the tenant " + tenantId
					+ " is configured (azure.identity.device-code.tenant-id). Write the host alone, or remove one of both.");
		}
		return (tenantId != null) ? tenantId : tenantInAddress;
	}

	/**
	 * Returns the application and where its users sign in.
	 * @return the settings
	 */
	AuthoritySettings settings() {
		String authority = (this.tenantInAddress != null) ? Authorities.withoutPath(this.address) : this.address;
		String tenant = this.tenantId;
		if (tenant == null && this.record != null) {
			tenant = Tenants.canonical(Tenants.requireValid(this.record.tenantId()));
		}
		Authorities.requireTenant(authority, tenant);
		return new AuthoritySettings(
				(this.record != null) ? ClientIds.requireValid(this.record.clientId()) : this.clientId,
				(tenant != null) ? tenant : EntraCloud.ORGANIZATIONS, authority, this.additionallyAllowedTenants,
				isMultiTenantDisabled(), this.disableInstanceDiscovery);
	}

	/**
	 * Returns where the login is kept: under the configured tenant, whatever a record
	 * names.
	 * @param tokenCacheName the name of the token cache
	 * @return the key of the login without Continuous Access Evaluation
	 */
	CachedLoginKey loginKey(String tokenCacheName) {
		AuthoritySettings settings = settings();
		return new CachedLoginKey(tokenCacheName, settings.clientId(), EntraCloud.mainAuthority(settings.authority()),
				(this.tenantId != null) ? this.tenantId : EntraCloud.ORGANIZATIONS, LoginMode.STANDARD);
	}

	private boolean isMultiTenantDisabled() {
		String value = variable("AZURE_IDENTITY_DISABLE_MULTITENANTAUTH");
		return value != null && !value.isBlank() && !value.equalsIgnoreCase("false") && !value.equals("0");
	}

	private @Nullable String variable(String name) {
		return (this.environment != null) ? this.environment.apply(name) : System.getenv(name);
	}

}
