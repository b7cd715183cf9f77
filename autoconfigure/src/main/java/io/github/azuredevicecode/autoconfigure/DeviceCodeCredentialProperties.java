package io.github.azuredevicecode.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import io.github.azuredevicecode.DeviceCodeCredential;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;
import org.springframework.core.io.Resource;

/**
 * Properties of one credential: who signs in to what, and how.
 *
 * @since 0.1
 */
public class DeviceCodeCredentialProperties {

	/**
	 * Application (client) id of the registration that the user signs in to. The default
	 * is that of Microsoft's development tools and is for trying things out only.
	 */
	private String clientId = DeviceCodeCredential.DEVELOPMENT_CLIENT_ID;

	/**
	 * Name of the credential on the sign-in page, such as its purpose. By default the
	 * name of the application or, for a named credential, its name.
	 */
	private @Nullable String displayName;

	/**
	 * Tenant to sign in to, as a GUID or a domain name, or organizations, common,
	 * consumers or adfs.
	 */
	private @Nullable String tenantId;

	/**
	 * Host or https URL of the authority. By default the environment variable
	 * AZURE_AUTHORITY_HOST or, without it, the public cloud.
	 */
	private @Nullable String authority;

	/**
	 * Comma-separated list of scopes that the user is asked for, all of one resource.
	 */
	private List<String> scopes = new ArrayList<>();

	/**
	 * Time that the user has to sign in, from the moment that the code is issued. The
	 * lifetime of the code prevails where it is shorter. If a duration suffix is not
	 * specified, seconds are used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private @Nullable Duration timeout;

	/**
	 * Comma-separated list of tenants for which a request may ask besides the configured
	 * one, or * for any.
	 */
	private List<String> additionallyAllowedTenants = new ArrayList<>();

	/**
	 * Whether a request for a token that needs a user fails instead of prompting.
	 */
	private boolean disableAutomaticAuthentication;

	/**
	 * Whether an authority that is not well known is used without asking Microsoft about
	 * it, as an ADFS and a private cloud need.
	 */
	private boolean disableInstanceDiscovery;

	/**
	 * Whether personal data is logged for Microsoft's support: the names of users, and by
	 * MSAL4J ids of accounts and digests of tokens at DEBUG. Tokens are never logged.
	 */
	private boolean enableSupportLogging;

	/**
	 * Whether tokens are asked for with Continuous Access Evaluation.
	 */
	private boolean enableCae;

	/**
	 * Location of a serialized authentication record, whose login is used.
	 */
	private @Nullable Resource authenticationRecord;

	/**
	 * Whether the user is asked to sign in as the application starts instead of on first
	 * use. Requires scopes.
	 */
	private boolean authenticateOnStartup;

	/**
	 * Comma-separated list of tenant ids whose users may sign in. Tokens of anyone else
	 * are dropped.
	 */
	private List<String> expectedTenantIds = new ArrayList<>();

	/**
	 * Comma-separated list of user names that may sign in. Tokens of anyone else are
	 * dropped.
	 */
	private List<String> expectedUsernames = new ArrayList<>();

	/**
	 * Comma-separated list of the object ids of users that may sign in. Tokens of anyone
	 * else are dropped.
	 */
	private List<String> expectedObjectIds = new ArrayList<>();

	/**
	 * Comma-separated list of hosts that may receive the token, with their port unless it
	 * is 443. By default the host that the scopes name.
	 */
	private List<String> allowedHosts = new ArrayList<>();

	private final Http http = new Http();

	private final Ssl ssl = new Ssl();

	private final Oauth2 oauth2 = new Oauth2();

	public String getClientId() {
		return this.clientId;
	}

	public void setClientId(String clientId) {
		this.clientId = clientId;
	}

	public @Nullable String getDisplayName() {
		return this.displayName;
	}

	public void setDisplayName(@Nullable String displayName) {
		this.displayName = displayName;
	}

	public @Nullable String getTenantId() {
		return this.tenantId;
	}

	public void setTenantId(@Nullable String tenantId) {
		this.tenantId = tenantId;
	}

	public @Nullable String getAuthority() {
		return this.authority;
	}

	public void setAuthority(@Nullable String authority) {
		this.authority = authority;
	}

	public List<String> getScopes() {
		return this.scopes;
	}

	public void setScopes(List<String> scopes) {
		this.scopes = scopes;
	}

	public @Nullable Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(@Nullable Duration timeout) {
		this.timeout = timeout;
	}

	public List<String> getAdditionallyAllowedTenants() {
		return this.additionallyAllowedTenants;
	}

	public void setAdditionallyAllowedTenants(List<String> additionallyAllowedTenants) {
		this.additionallyAllowedTenants = additionallyAllowedTenants;
	}

	public boolean isDisableAutomaticAuthentication() {
		return this.disableAutomaticAuthentication;
	}

	public void setDisableAutomaticAuthentication(boolean disableAutomaticAuthentication) {
		this.disableAutomaticAuthentication = disableAutomaticAuthentication;
	}

	public boolean isDisableInstanceDiscovery() {
		return this.disableInstanceDiscovery;
	}

	public void setDisableInstanceDiscovery(boolean disableInstanceDiscovery) {
		this.disableInstanceDiscovery = disableInstanceDiscovery;
	}

	public boolean isEnableSupportLogging() {
		return this.enableSupportLogging;
	}

	public void setEnableSupportLogging(boolean enableSupportLogging) {
		this.enableSupportLogging = enableSupportLogging;
	}

	public boolean isEnableCae() {
		return this.enableCae;
	}

	public void setEnableCae(boolean enableCae) {
		this.enableCae = enableCae;
	}

	public @Nullable Resource getAuthenticationRecord() {
		return this.authenticationRecord;
	}

	public void setAuthenticationRecord(@Nullable Resource authenticationRecord) {
		this.authenticationRecord = authenticationRecord;
	}

	public boolean isAuthenticateOnStartup() {
		return this.authenticateOnStartup;
	}

	public void setAuthenticateOnStartup(boolean authenticateOnStartup) {
		this.authenticateOnStartup = authenticateOnStartup;
	}

	public List<String> getExpectedTenantIds() {
		return this.expectedTenantIds;
	}

	public void setExpectedTenantIds(List<String> expectedTenantIds) {
		this.expectedTenantIds = expectedTenantIds;
	}

	public List<String> getExpectedUsernames() {
		return this.expectedUsernames;
	}

	public void setExpectedUsernames(List<String> expectedUsernames) {
		this.expectedUsernames = expectedUsernames;
	}

	public List<String> getExpectedObjectIds() {
		return this.expectedObjectIds;
	}

	public void setExpectedObjectIds(List<String> expectedObjectIds) {
		this.expectedObjectIds = expectedObjectIds;
	}

	public List<String> getAllowedHosts() {
		return this.allowedHosts;
	}

	public void setAllowedHosts(List<String> allowedHosts) {
		this.allowedHosts = allowedHosts;
	}

	public Http getHttp() {
		return this.http;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public Oauth2 getOauth2() {
		return this.oauth2;
	}

	/**
	 * The connection to the authority.
	 */
	public static class Http {

		/**
		 * Time to connect to the authority. If a duration suffix is not specified,
		 * seconds are used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration connectTimeout = Duration.ofSeconds(10);

		/**
		 * Time to wait for a whole answer of the authority. If a duration suffix is not
		 * specified, seconds are used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration readTimeout = Duration.ofSeconds(30);

		/**
		 * Number of times that a request to the authority is sent again at most after a
		 * fault that is likely to pass, 0 for none. Does not apply to polls.
		 */
		private int retries = 3;

		/**
		 * Proxy to the authority, as host:port or an http URL. By default that of the
		 * JVM. The JVM's http.nonProxyHosts apply to both.
		 */
		private @Nullable String proxy;

		/**
		 * User name for the proxy. By default, the JVM's Authenticator is asked.
		 */
		private @Nullable String proxyUsername;

		/**
		 * Password for the proxy. Java sends it only if it is started with
		 * -Djdk.http.auth.tunneling.disabledSchemes= (with an empty value).
		 */
		private @Nullable String proxyPassword;

		public Duration getConnectTimeout() {
			return this.connectTimeout;
		}

		public void setConnectTimeout(Duration connectTimeout) {
			this.connectTimeout = connectTimeout;
		}

		public Duration getReadTimeout() {
			return this.readTimeout;
		}

		public void setReadTimeout(Duration readTimeout) {
			this.readTimeout = readTimeout;
		}

		public int getRetries() {
			return this.retries;
		}

		public void setRetries(int retries) {
			this.retries = retries;
		}

		public @Nullable String getProxy() {
			return this.proxy;
		}

		public void setProxy(@Nullable String proxy) {
			this.proxy = proxy;
		}

		public @Nullable String getProxyUsername() {
			return this.proxyUsername;
		}

		public void setProxyUsername(@Nullable String proxyUsername) {
			this.proxyUsername = proxyUsername;
		}

		public @Nullable String getProxyPassword() {
			return this.proxyPassword;
		}

		public void setProxyPassword(@Nullable String proxyPassword) {
			this.proxyPassword = proxyPassword;
		}

	}

	/**
	 * The TLS configuration of the connection to the authority.
	 */
	public static class Ssl {

		/**
		 * Name of the SSL bundle that the authority's certificate is checked against.
		 */
		private @Nullable String bundle;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

	/**
	 * The client registration.
	 */
	public static class Oauth2 {

		/**
		 * Id of the client registration that is contributed when scopes are set.
		 */
		private String registrationId = "device-code";

		public String getRegistrationId() {
			return this.registrationId;
		}

		public void setRegistrationId(String registrationId) {
			this.registrationId = registrationId;
		}

	}

}
