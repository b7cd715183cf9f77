package io.github.azuredevicecode.autoconfigure.credential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.autoconfigure.DeviceCodeCredentialProperties;
import io.github.azuredevicecode.credential.DefaultDeviceCodeCredentialBuilder;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.http.AllowedHosts;
import io.github.azuredevicecode.http.TokenHosts;
import io.github.azuredevicecode.identifier.EntraCloud;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.core.io.Resource;
import org.springframework.util.Assert;
import org.springframework.util.CollectionUtils;

/**
 * Maps properties to values, and names the property whose value is invalid.
 */
final class DeviceCodePropertiesMapper {

	private static final String UNRESOLVED_PLACEHOLDER = "The value contains a placeholder that was not replaced. "
			+ "Define the property or the environment variable that it names";

	private static final String PROXY_USERNAME = "http.proxy-username";

	private static final String PROXY_PASSWORD = "http.proxy-password";

	private final DeviceCodeCredentialProperties properties;

	private final String prefix;

	private final Connections connections;

	// The property that is being mapped, to be named where its value is invalid. Setters
	// as lambdas would be a class each, in every application that starts
	private String name = "";

	private @Nullable Object value;

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
		try {
			TokenRequest request = request();
			DefaultDeviceCodeCredentialBuilder builder = new DefaultDeviceCodeCredentialBuilder().name(name)
				.disableAutomaticAuthentication(this.properties.isDisableAutomaticAuthentication())
				.disableInstanceDiscovery(this.properties.isDisableInstanceDiscovery())
				.enableSupportLogging(this.properties.isEnableSupportLogging());
			if (request != null) {
				builder.defaultRequest(request);
			}
			setApplication(builder);
			setConnection(builder);
			setExpectedUsers(builder);
			builder.tokenCacheName(property("token-cache.name", tokenCacheName));
			String registrationId = registrationId();
			AllowedHosts allowedHosts = allowedHosts();
			// What is left to be refused is an authority that does not fit the tenant
			property("authority", this.properties.getAuthority());
			AuthoritySettings authority = builder.authority();
			TokenHosts tokenHosts = new TokenHosts(allowedHosts, EntraCloud.graphHost(authority.authorityHost()));
			if (request != null) {
				tokenHosts.requireOneResource(property("scopes", request.scopes()));
			}
			return new CredentialDefinition(this.prefix, builder, authority, request, this.properties.isEnableCae(),
					registrationId, tokenHosts, usesDevelopmentClient(), this.properties.getDisplayName());
		}
		catch (IllegalArgumentException | IllegalStateException | NoSuchSslBundleException ex) {
			throw invalid(ex);
		}
	}

	private void setApplication(DefaultDeviceCodeCredentialBuilder builder) {
		builder.clientId(property("client-id", this.properties.getClientId()));
		String tenantId = property("tenant-id", this.properties.getTenantId());
		if (tenantId != null) {
			builder.tenantId(tenantId);
		}
		String authority = property("authority", this.properties.getAuthority());
		if (authority != null) {
			builder.authority(authority);
		}
		Duration timeout = property("timeout", this.properties.getTimeout());
		if (timeout != null) {
			builder.timeout(timeout);
		}
		builder.additionallyAllowedTenants(
				array(property("additionally-allowed-tenants", this.properties.getAdditionallyAllowedTenants())));
		Resource record = property("authentication-record", this.properties.getAuthenticationRecord());
		if (record != null) {
			builder.authenticationRecord(read(record));
		}
	}

	private void setConnection(DefaultDeviceCodeCredentialBuilder builder) {
		DeviceCodeCredentialProperties.Http http = this.properties.getHttp();
		builder.connectTimeout(property("http.connect-timeout", http.getConnectTimeout()));
		builder.readTimeout(property("http.read-timeout", http.getReadTimeout()));
		builder.retries(property("http.retries", http.getRetries()));
		String proxy = property("http.proxy", http.getProxy());
		if (proxy != null) {
			builder.proxy(this.connections.proxy(proxy));
		}
		setProxyCredentials(builder, http.getProxyUsername(), http.getProxyPassword());
		String bundle = property("ssl.bundle", this.properties.getSsl().getBundle());
		if (bundle != null) {
			builder.sslContext(this.connections.sslContext(bundle));
		}
	}

	private void setProxyCredentials(DefaultDeviceCodeCredentialBuilder builder, @Nullable String username,
			@Nullable String password) {
		if (username == null && password == null) {
			return;
		}
		property((password != null) ? PROXY_PASSWORD : PROXY_USERNAME, SecretValues.NOT_SHOWN);
		Assert.isTrue(username != null && password != null,
				"The user name and the password for the proxy belong together. Set both, or none");
		Assert.isTrue(!username.contains("${") && !password.contains("${"), UNRESOLVED_PLACEHOLDER);
		// A file of a secret often ends with a line break
		builder.proxyCredentials(username.strip(), password.replaceFirst("[\\r\\n]+$", ""));
	}

	private void setExpectedUsers(DefaultDeviceCodeCredentialBuilder builder) {
		builder.expectedTenantIds(array(property("expected-tenant-ids", this.properties.getExpectedTenantIds())));
		builder.expectedUsernames(array(property("expected-usernames", this.properties.getExpectedUsernames())));
		builder.expectedObjectIds(array(property("expected-object-ids", this.properties.getExpectedObjectIds())));
	}

	private boolean usesDevelopmentClient() {
		return this.properties.getAuthenticationRecord() == null
				&& DeviceCodeCredential.DEVELOPMENT_CLIENT_ID.equals(this.properties.getClientId());
	}

	private @Nullable TokenRequest request() {
		Collection<String> scopes = property("scopes", this.properties.getScopes());
		return CollectionUtils.isEmpty(scopes) ? null : TokenRequest.of(scopes).withCae(this.properties.isEnableCae());
	}

	private String registrationId() {
		String id = property("oauth2.registration-id", this.properties.getOauth2().getRegistrationId());
		Assert.hasText(id, "The id of a client registration must not be blank");
		return id;
	}

	private @Nullable AllowedHosts allowedHosts() {
		Collection<String> hosts = property("allowed-hosts", this.properties.getAllowedHosts());
		return CollectionUtils.isEmpty(hosts) ? null : AllowedHosts.of(hosts);
	}

	private <T extends @Nullable Object> T property(String name, T value) {
		this.name = name;
		this.value = value;
		Assert.isTrue(value == null || !value.toString().contains("${"), UNRESOLVED_PLACEHOLDER);
		return value;
	}

	private RuntimeException invalid(RuntimeException ex) {
		if (this.value == null) {
			return ex;
		}
		String property = this.prefix + "." + this.name;
		if (UserInfoInPropertyException.isPossible(this.name, this.value)) {
			return new UserInfoInPropertyException(property);
		}
		return SecretValues.invalid(property, this.value, String.valueOf(ex.getMessage()), ex);
	}

	private static String[] array(Collection<String> values) {
		return values.toArray(new String[0]);
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
