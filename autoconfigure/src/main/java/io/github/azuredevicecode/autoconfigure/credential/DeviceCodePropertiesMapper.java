package io.github.azuredevicecode.autoconfigure.credential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.autoconfigure.DeviceCodeCredentialProperties;
import io.github.azuredevicecode.credential.DefaultDeviceCodeCredentialBuilder;
import io.github.azuredevicecode.credential.DeviceCodeCredentialSettings;
import io.github.azuredevicecode.http.AllowedHosts;
import io.github.azuredevicecode.http.TokenHosts;
import io.github.azuredevicecode.identifier.EntraCloud;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.core.io.Resource;
import org.springframework.util.Assert;
import org.springframework.util.CollectionUtils;

/**
 * Maps properties to values, and names the property whose value is invalid.
 */
final class DeviceCodePropertiesMapper {

	private final DeviceCodeCredentialProperties properties;

	private final String prefix;

	private final Connections connections;

	DeviceCodePropertiesMapper(DeviceCodeCredentialProperties properties, String prefix, Connections connections) {
		this.properties = properties;
		this.prefix = prefix;
		this.connections = connections;
	}

	/**
	 * Maps the properties.
	 * @param name the name of the credential
	 * @param tokenCacheName the name of its login in the token cache
	 * @return the definition of the credential
	 */
	CredentialDefinition map(String name, String tokenCacheName) {
		TokenRequest request = request();
		DefaultDeviceCodeCredentialBuilder builder = builder(name, tokenCacheName, request);
		String authority = this.properties.getAuthority();
		DeviceCodeCredentialSettings settings = (authority != null) ? map("authority", authority, builder::settings)
				: builder.settings();
		return new CredentialDefinition(this.prefix, builder, settings, request, this.properties.isEnableCae(),
				registrationId(),
				new TokenHosts(allowedHosts(), EntraCloud.graphHost(settings.authority().authorityHost())),
				usesDevelopmentClient());
	}

	private DefaultDeviceCodeCredentialBuilder builder(String name, String tokenCacheName,
			@Nullable TokenRequest request) {
		DeviceCodeCredentialProperties properties = this.properties;
		DefaultDeviceCodeCredentialBuilder builder = new DefaultDeviceCodeCredentialBuilder();
		set("client-id", properties.getClientId(), builder::clientId);
		set("tenant-id", properties.getTenantId(), builder::tenantId);
		set("authority", properties.getAuthority(), builder::authority);
		set("timeout", properties.getTimeout(), builder::timeout);
		set("additionally-allowed-tenants", properties.getAdditionallyAllowedTenants(),
				(tenants) -> builder.additionallyAllowedTenants(tenants.toArray(String[]::new)));
		set("http.connect-timeout", properties.getHttp().getConnectTimeout(), builder::connectTimeout);
		set("http.read-timeout", properties.getHttp().getReadTimeout(), builder::readTimeout);
		set("http.retries", properties.getHttp().getRetries(), builder::retries);
		set("http.proxy", properties.getHttp().getProxy(), (proxy) -> builder.proxy(this.connections.proxy(proxy)));
		set("ssl.bundle", properties.getSsl().getBundle(),
				(bundle) -> builder.sslContext(this.connections.sslContext(bundle)));
		set("authentication-record", properties.getAuthenticationRecord(),
				(record) -> builder.authenticationRecord(read(record)));
		set("expected-tenant-ids", properties.getExpectedTenantIds(),
				(tenants) -> builder.expectedTenantIds(tenants.toArray(String[]::new)));
		set("expected-usernames", properties.getExpectedUsernames(),
				(usernames) -> builder.expectedUsernames(usernames.toArray(String[]::new)));
		set("expected-object-ids", properties.getExpectedObjectIds(),
				(objectIds) -> builder.expectedObjectIds(objectIds.toArray(String[]::new)));
		if (request != null) {
			builder.defaultRequest(request);
		}
		set("token-cache.name", tokenCacheName, builder::tokenCacheName);
		return builder.name(name)
			.disableAutomaticAuthentication(properties.isDisableAutomaticAuthentication())
			.disableInstanceDiscovery(properties.isDisableInstanceDiscovery())
			.enableSupportLogging(properties.isEnableSupportLogging());
	}

	private boolean usesDevelopmentClient() {
		return this.properties.getAuthenticationRecord() == null
				&& DeviceCodeCredential.DEVELOPMENT_CLIENT_ID.equals(this.properties.getClientId());
	}

	private @Nullable TokenRequest request() {
		Collection<String> scopes = this.properties.getScopes();
		return CollectionUtils.isEmpty(scopes) ? null
				: map("scopes", scopes, () -> TokenRequest.of(scopes).withCae(this.properties.isEnableCae()));
	}

	private String registrationId() {
		String id = this.properties.getOauth2().getRegistrationId();
		return map("oauth2.registration-id", id, () -> {
			Assert.hasText(id, "The id of a client registration must not be blank");
			return id;
		});
	}

	private @Nullable AllowedHosts allowedHosts() {
		Collection<String> hosts = this.properties.getAllowedHosts();
		return CollectionUtils.isEmpty(hosts) ? null : map("allowed-hosts", hosts, () -> AllowedHosts.of(hosts));
	}

	private <T> void set(String name, @Nullable T value, Consumer<T> setter) {
		if (value != null) {
			map(name, value, () -> {
				setter.accept(value);
				return name;
			});
		}
	}

	private <T> T map(String name, Object value, Supplier<T> mapping) {
		try {
			Assert.isTrue(!value.toString().contains("${"),
					"The value contains a placeholder that was not replaced. Define the property or the environment "
							+ "variable that it names");
			return mapping.get();
		}
		catch (IllegalArgumentException | IllegalStateException | NoSuchSslBundleException ex) {
			if (UserInfoInPropertyException.isPossible(name, value)) {
				throw new UserInfoInPropertyException(this.prefix + "." + name);
			}
			throw new InvalidConfigurationPropertyValueException(this.prefix + "." + name, value, ex.getMessage(), ex);
		}
	}

	private static AuthenticationRecord read(Resource resource) {
		try {
			return AuthenticationRecord.deserialize(resource.getContentAsString(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("The record cannot be read from " + resource.getDescription() + ": "
					+ ex.getMessage() + ". Write there what AuthenticationRecord.serialize() returns", ex);
		}
	}

}
