package io.github.azuredevicecode.autoconfigure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.credential.DefaultDeviceCodeCredentialBuilder;
import io.github.azuredevicecode.credential.DeviceCodeCredentialSettings;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.entra.EntraCloud;
import io.github.azuredevicecode.http.AllowedHosts;
import io.github.azuredevicecode.http.TokenHosts;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.io.Resource;
import org.springframework.util.Assert;
import org.springframework.util.CollectionUtils;

/**
 * Turns the properties into what they mean, and names the property that means nothing.
 */
public final class DeviceCodePropertiesMapper {

	private final DeviceCodeCredentialProperties properties;

	private final String name;

	private final String prefix;

	private final String tokenCacheName;

	DeviceCodePropertiesMapper(DeviceCodeCredentialProperties properties, String name, String prefix,
			String tokenCacheName) {
		this.properties = properties;
		this.name = name;
		this.prefix = prefix;
		this.tokenCacheName = tokenCacheName;
	}

	DeviceCodeCredential.Builder credential(@Nullable SslBundles sslBundles) {
		DeviceCodeCredential.Builder builder = credential();
		String bundle = this.properties.getSsl().getBundle();
		if (bundle != null) {
			builder.sslContext(map("ssl.bundle", bundle, () -> {
				if (sslBundles == null) {
					throw new IllegalArgumentException("there are no SSL bundles in this application");
				}
				return sslBundles.getBundle(bundle).createSslContext();
			}));
		}
		return builder;
	}

	/**
	 * Returns the application and where to sign in to it.
	 * @return the settings of the authority
	 */
	public AuthoritySettings authority() {
		return settings().authority();
	}

	DeviceCodeCredentialSettings settings() {
		return credential().settings();
	}

	private DefaultDeviceCodeCredentialBuilder credential() {
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
		set("http.proxy", properties.getHttp().getProxy(), (proxy) -> builder.proxy(toProxySelector(proxy)));
		set("authentication-record", properties.getAuthenticationRecord(),
				(record) -> builder.authenticationRecord(read(record)));
		TokenRequest request = request();
		if (request != null) {
			builder.defaultRequest(request);
		}
		set("token-cache.name", this.tokenCacheName, builder::tokenCacheName);
		return builder.name(this.name)
			.disableAutomaticAuthentication(properties.isDisableAutomaticAuthentication())
			.disableInstanceDiscovery(properties.isDisableInstanceDiscovery())
			.enableSupportLogging(properties.isEnableSupportLogging())
			.expectedTenantIds(properties.getExpectedTenantIds().toArray(String[]::new))
			.expectedUsernames(properties.getExpectedUsernames().toArray(String[]::new));
	}

	/**
	 * Return what the application asks for.
	 * @return the request, or {@code null} if no scopes are configured
	 */
	public @Nullable TokenRequest request() {
		Collection<String> scopes = this.properties.getScopes();
		return CollectionUtils.isEmpty(scopes) ? null
				: map("scopes", scopes, () -> TokenRequest.of(scopes).withCae(this.properties.isEnableCae()));
	}

	public boolean isCae() {
		return this.properties.isEnableCae();
	}

	/**
	 * Return what the user is asked for at start-up.
	 * @return the request
	 * @throws InvalidConfigurationPropertyValueException if no scopes are configured
	 */
	TokenRequest startupRequest() {
		TokenRequest request = request();
		if (request == null) {
			throw new InvalidConfigurationPropertyValueException(this.prefix + ".authenticate-on-startup", true,
					this.prefix + ".scopes must be set too, to say what the user is asked for");
		}
		return request;
	}

	boolean usesDevelopmentClient() {
		return this.properties.getAuthenticationRecord() == null
				&& DeviceCodeCredential.DEVELOPMENT_CLIENT_ID.equals(this.properties.getClientId());
	}

	public String prefix() {
		return this.prefix;
	}

	/**
	 * Return the id of the registration that is contributed.
	 * @return the id
	 */
	public String registrationId() {
		String id = this.properties.getOauth2().getRegistrationId();
		return map("oauth2.registration-id", id, () -> {
			Assert.hasText(id, "The id of a client registration must not be blank");
			return id;
		});
	}

	/**
	 * Return the hosts that may receive the token.
	 * @return the hosts, or {@code null} for those that the scopes name
	 */
	@Nullable AllowedHosts allowedHosts() {
		Collection<String> hosts = this.properties.getAllowedHosts();
		return CollectionUtils.isEmpty(hosts) ? null
				: map("allowed-hosts", hosts, () -> AllowedHosts.of(hosts));
	}

	/**
	 * Return where the token of the registration may go.
	 * @return the hosts
	 */
	public TokenHosts tokenHosts() {
		return new TokenHosts(allowedHosts(), EntraCloud.graphHost(authority().authorityHost()));
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
			return mapping.get();
		}
		catch (IllegalArgumentException | IllegalStateException | NoSuchSslBundleException ex) {
			if (UserInfoInPropertyException.isPossible(value)) {
				throw new UserInfoInPropertyException(this.prefix + "." + name);
			}
			throw new InvalidConfigurationPropertyValueException(this.prefix + "." + name, value, ex.getMessage(), ex);
		}
	}

	private static ProxySelector toProxySelector(String proxy) {
		URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
		if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || uri.getPort() == -1
				|| uri.getRawUserInfo() != null) {
			throw new IllegalArgumentException("'" + proxy + "' is not a proxy; write host:port or http://host:port");
		}
		return ProxySelector.of(InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort()));
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
