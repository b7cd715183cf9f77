package io.github.azuredevicecode;

import java.net.ProxySelector;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * Gives access tokens of a user who signs in on another device, by the OAuth 2.0 device
 * authorization grant (RFC 8628) of Microsoft Entra.
 * <p>
 * A token that is still valid is returned at once. Else the credential tries without the
 * user, and prompts only if the service says that a user is needed. However many callers
 * ask at once, the user is asked once, and all who wait get the one result.
 * <p>
 * Thread safe. One instance serves one application; building it does no I/O.
 */
public interface DeviceCodeCredential extends AutoCloseable {

	/**
	 * Return an access token, and prompt the user if need be. Blocks until there is one.
	 * @param scopes at least one scope, none of them reserved
	 * @return the token
	 * @throws IllegalArgumentException if the scopes are missing or reserved
	 * @throws AuthenticationRequiredException if a user is needed and prompting is
	 * disabled
	 * @throws ClientAuthenticationException if no token can be had
	 */
	default AccessToken getToken(String... scopes) {
		return getToken(TokenRequest.of(scopes));
	}

	/**
	 * Return an access token, and prompt the user if need be. Blocks until there is one;
	 * interrupting the only caller who waits for a sign-in cancels it.
	 * @param request what is asked for
	 * @return the token
	 * @throws AuthenticationRequiredException if a user is needed and prompting is
	 * disabled
	 * @throws SignInDeclinedException if the user declines
	 * @throws SignInTimedOutException if the code expires or the timeout passes
	 * @throws SignInCancelledException if the sign-in is cancelled, or the caller
	 * interrupted
	 * @throws ClientAuthenticationException if no token can be had for another reason
	 */
	AccessToken getToken(TokenRequest request);

	/**
	 * Ask for an access token without blocking. Cancelling the future gives up the wait,
	 * and ends the sign-in when nobody else waits for it.
	 * @param request what is asked for
	 * @return a future that completes with the token, or with what
	 * {@link #getToken(TokenRequest)} throws
	 */
	CompletableFuture<AccessToken> getTokenAsync(TokenRequest request);

	/**
	 * Ask the user to sign in for the credential's default request, whoever is signed in
	 * now and even where automatic authentication is disabled. Blocks until the user has
	 * answered.
	 * @return who signed in
	 * @throws CredentialUnavailableException if there is no default request and the cloud
	 * has no default scope
	 * @throws ClientAuthenticationException as {@link #authenticate(TokenRequest)} does
	 */
	AuthenticationRecord authenticate();

	/**
	 * Ask the user to sign in, whoever is signed in now and even where automatic
	 * authentication is disabled. Blocks until the user has answered. A sign-in that is
	 * under way for the same request is joined.
	 * @param request what the user is asked to grant
	 * @return who signed in
	 * @throws SignInDeclinedException if the user declines
	 * @throws SignInTimedOutException if the code expires or the timeout passes
	 * @throws SignInCancelledException if the sign-in is cancelled, or the caller
	 * interrupted
	 * @throws ClientAuthenticationException if the sign-in fails for another reason
	 */
	AuthenticationRecord authenticate(TokenRequest request);

	/**
	 * Return who is signed in.
	 * @return the record of the last sign-in or the one the credential was built with
	 */
	Optional<AuthenticationRecord> authenticationRecord();

	/**
	 * Forget the user: tokens, login and record, and cancel a pending sign-in. The next
	 * request for a token prompts. The user's session at the service and in the browser
	 * is not ended.
	 */
	void signOut();

	/**
	 * End the sign-in that is under way, whoever began it, for all who wait for it: they
	 * get a {@link SignInCancelledException}. Processes that share the login end it too.
	 * Nobody who is signed in is signed out.
	 * @return {@code false} if no sign-in is under way
	 */
	default boolean cancelSignIn() {
		return false;
	}

	/**
	 * Ask for another user code in the sign-in that is under way, for a person whose code
	 * is refused or about to expire. It is shown as a new prompt of the same attempt; who
	 * waits for the sign-in goes on waiting. Does not block: should the service give no
	 * code, the old one stays in use.
	 * @return {@code false} if no user is asked now, or another code is on its way
	 * already
	 */
	default boolean renewUserCode() {
		return false;
	}

	/**
	 * Prepare in the background, without any request, what the first token needs: MSAL4J
	 * and the connection take the JVM some 100 ms to load. Does nothing by default.
	 */
	default void warmUp() {
	}

	/**
	 * End a pending sign-in at once and release threads and connections. Tokens that are
	 * held already are still returned while they are valid.
	 */
	@Override
	void close();

	/**
	 * Start to build a credential.
	 * @return a builder in which everything is optional
	 */
	static Builder builder() {
		return new Builder();
	}

	/**
	 * Builds a {@link DeviceCodeCredential}. Not thread safe.
	 */
	final class Builder {

		private String name = DeviceCodeCredentialOptions.DEFAULT_NAME;

		private String clientId = DeviceCodeCredentialOptions.DEVELOPMENT_CLIENT_ID;

		private @Nullable String tenantId;

		private @Nullable String authority;

		private @Nullable Duration timeout;

		private @Nullable DeviceCodePromptHandler promptHandler;

		private @Nullable DeviceCodeListener listener;

		private DeviceCodeInstrumentation instrumentation = DeviceCodeInstrumentation.NONE;

		private @Nullable AuthenticationRecord authenticationRecord;

		private @Nullable TokenRequest defaultRequest;

		private boolean disableAutomaticAuthentication;

		private Collection<String> additionallyAllowedTenants = new LinkedHashSet<>();

		private boolean disableInstanceDiscovery;

		private boolean enableSupportLogging;

		private Duration connectTimeout = Duration.ofSeconds(10);

		private Duration readTimeout = Duration.ofSeconds(30);

		private @Nullable ProxySelector proxy;

		private @Nullable SSLContext sslContext;

		private @Nullable Executor executor;

		private boolean virtualThreads = true;

		private @Nullable TokenCache tokenCache;

		private String tokenCacheName = "default";

		private UnaryOperator<Runnable> taskDecorator = UnaryOperator.identity();

		private Collection<String> expectedTenantIds = new LinkedHashSet<>();

		private Collection<String> expectedUsernames = new LinkedHashSet<>();

		private UnaryOperator<@Nullable String> environment = (name) -> (name != null) ? System.getenv(name) : null;

		private Builder() {
		}

		/**
		 * Set a name by which people tell the credential from others of the same
		 * application: prompts carry it, and the listener is told of it.
		 * @param name the name, {@value DeviceCodeCredentialOptions#DEFAULT_NAME} by
		 * default
		 * @return this builder
		 * @throws IllegalArgumentException if the name is blank
		 */
		public Builder name(String name) {
			if (name.isBlank()) {
				throw new IllegalArgumentException("The name of the credential must not be blank");
			}
			this.name = name;
			return this;
		}

		/**
		 * Set the application to sign in to. Without it the client id of Microsoft's
		 * development tools is used, which is for trying things out only. Ignored with an
		 * authentication record, which names the application itself.
		 * @param clientId the application's (client) id
		 * @return this builder
		 */
		public Builder clientId(String clientId) {
			if (clientId.isBlank()) {
				throw new IllegalArgumentException("The client id must not be blank");
			}
			this.clientId = clientId;
			return this;
		}

		/**
		 * Set the tenant to sign in to: a GUID or a domain name, {@code organizations},
		 * {@code common}, {@code consumers}, or {@code adfs}. By default the record's
		 * tenant or, without a record, {@code organizations}.
		 * @param tenantId the tenant; empty for the default
		 * @return this builder
		 * @throws IllegalArgumentException if that cannot be a tenant
		 */
		public Builder tenantId(String tenantId) {
			this.tenantId = tenantId.isEmpty() ? null : Tenants.requireValid(tenantId);
			return this;
		}

		/**
		 * Set the authority: the host of Microsoft Entra, of another cloud, or of an
		 * ADFS. By default the record's or, without a record, the environment variable
		 * {@code AZURE_AUTHORITY_HOST} or {@code login.microsoftonline.com}.
		 * @param authority a host, with a port if need be, or an https URL
		 * @return this builder
		 * @throws IllegalArgumentException if that is not the address of an authority
		 */
		public Builder authority(String authority) {
			this.authority = Authorities.normalize(authority);
			return this;
		}

		/**
		 * Limit the time that the user has to sign in, from the moment that the prompt
		 * handler returned. The device code's own lifetime prevails where it is shorter.
		 * @param timeout a positive duration
		 * @return this builder
		 * @throws IllegalArgumentException if the duration is not positive
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = requirePositive("timeout", timeout);
			return this;
		}

		/**
		 * Set who shows the prompt. By default it is printed to {@link System#out}.
		 * @param promptHandler shows a prompt to a person
		 * @return this builder
		 */
		public Builder promptHandler(DeviceCodePromptHandler promptHandler) {
			this.promptHandler = Objects.requireNonNull(promptHandler);
			return this;
		}

		/**
		 * Set who hears of sign-ins and sign-outs.
		 * @param listener hears of every attempt
		 * @return this builder
		 */
		public Builder listener(DeviceCodeListener listener) {
			this.listener = Objects.requireNonNull(listener);
			return this;
		}

		/**
		 * Set who measures what the credential does. By default nobody.
		 * @param instrumentation hears of everything that takes time
		 * @return this builder
		 */
		public Builder instrumentation(DeviceCodeInstrumentation instrumentation) {
			this.instrumentation = Objects.requireNonNull(instrumentation);
			return this;
		}

		/**
		 * Set whose login to use: client id, authority, tenant and account.
		 * @param authenticationRecord the record of an earlier sign-in
		 * @return this builder
		 */
		public Builder authenticationRecord(AuthenticationRecord authenticationRecord) {
			this.authenticationRecord = Objects.requireNonNull(authenticationRecord);
			return this;
		}

		/**
		 * Set what {@link DeviceCodeCredential#authenticate()} asks the user to grant. By
		 * default the management API of the authority's cloud.
		 * @param defaultRequest the request
		 * @return this builder
		 */
		public Builder defaultRequest(TokenRequest defaultRequest) {
			this.defaultRequest = Objects.requireNonNull(defaultRequest);
			return this;
		}

		/**
		 * Set whether a request for a token that needs a user fails with
		 * {@link AuthenticationRequiredException} in place of prompting.
		 * @param disableAutomaticAuthentication whether requests for a token never prompt
		 * @return this builder
		 */
		public Builder disableAutomaticAuthentication(boolean disableAutomaticAuthentication) {
			this.disableAutomaticAuthentication = disableAutomaticAuthentication;
			return this;
		}

		/**
		 * Set the tenants for which a {@link TokenRequest#withTenantId(String) request}
		 * may ask, besides the credential's own.
		 * @param additionallyAllowedTenants tenants as requests name them, or {@code *}
		 * for any
		 * @return this builder
		 * @throws IllegalArgumentException if one cannot be a tenant
		 */
		public Builder additionallyAllowedTenants(String... additionallyAllowedTenants) {
			for (String tenant : additionallyAllowedTenants) {
				if (!tenant.equals("*")) {
					Tenants.requireValid(tenant);
				}
			}
			this.additionallyAllowedTenants = Arrays.asList(additionallyAllowedTenants.clone());
			return this;
		}

		/**
		 * Set whether an authority that is not one of Entra's known hosts is used without
		 * asking Entra about it, as a private cloud or a test server needs.
		 * @param disableInstanceDiscovery whether to trust the authority as it is
		 * @return this builder
		 */
		public Builder disableInstanceDiscovery(boolean disableInstanceDiscovery) {
			this.disableInstanceDiscovery = disableInstanceDiscovery;
			return this;
		}

		/**
		 * Set whether MSAL4J may log the names of accounts, for Microsoft's support.
		 * Tokens and device codes are never logged.
		 * @param enableSupportLogging whether account names may be logged
		 * @return this builder
		 */
		public Builder enableSupportLogging(boolean enableSupportLogging) {
			this.enableSupportLogging = enableSupportLogging;
			return this;
		}

		/**
		 * Limit the time to connect to the authority, 10 seconds by default.
		 * @param connectTimeout a positive duration
		 * @return this builder
		 * @throws IllegalArgumentException if the duration is not positive
		 */
		public Builder connectTimeout(Duration connectTimeout) {
			this.connectTimeout = requirePositive("connect timeout", connectTimeout);
			return this;
		}

		/**
		 * Limit the time to wait for a whole answer, 30 seconds by default.
		 * @param readTimeout a positive duration
		 * @return this builder
		 * @throws IllegalArgumentException if the duration is not positive
		 */
		public Builder readTimeout(Duration readTimeout) {
			this.readTimeout = requirePositive("read timeout", readTimeout);
			return this;
		}

		/**
		 * Set the proxy through which the authority is reached. By default the JVM's.
		 * @param proxy selects the proxy
		 * @return this builder
		 */
		public Builder proxy(ProxySelector proxy) {
			this.proxy = Objects.requireNonNull(proxy);
			return this;
		}

		/**
		 * Set what the authority's certificate is checked against. By default the JVM's
		 * trust store. The check cannot be switched off.
		 * @param sslContext the TLS configuration
		 * @return this builder
		 */
		public Builder sslContext(SSLContext sslContext) {
			this.sslContext = Objects.requireNonNull(sslContext);
			return this;
		}

		/**
		 * Set where the credential works in the background. By default virtual threads
		 * where the JVM has them, else a few daemon threads of its own. The caller's
		 * executor is not shut down by {@link DeviceCodeCredential#close()}.
		 * @param executor an executor that runs each task on a thread other than the
		 * submitter's
		 * @return this builder
		 */
		public Builder executor(Executor executor) {
			this.executor = Objects.requireNonNull(executor);
			return this;
		}

		/**
		 * Set whether the credential's own threads are virtual where the JVM has them,
		 * from Java 21. Of no effect with {@link #executor(Executor)}.
		 * @param virtualThreads whether they may be, {@code true} by default
		 * @return this builder
		 */
		public Builder virtualThreads(boolean virtualThreads) {
			this.virtualThreads = virtualThreads;
			return this;
		}

		/**
		 * Set where logins are kept.
		 * @param tokenCache a store, closed by who made it; by default the memory of the
		 * credential
		 * @return this builder
		 */
		public Builder tokenCache(TokenCache tokenCache) {
			this.tokenCache = tokenCache;
			return this;
		}

		/**
		 * Set a name for the login, by which several credentials with the same client,
		 * authority and tenant can have logins of their own in one cache.
		 * @param tokenCacheName the name
		 * @return this builder
		 * @throws IllegalArgumentException if the name is blank
		 */
		public Builder tokenCacheName(String tokenCacheName) {
			if (tokenCacheName.isBlank()) {
				throw new IllegalArgumentException("The name of the token cache must not be blank");
			}
			this.tokenCacheName = tokenCacheName;
			return this;
		}

		/**
		 * Set what carries the context of a caller, such as the current observation, over
		 * to another thread. The context class loader and the logging context (MDC) are
		 * carried anyway.
		 * @param taskDecorator called with each task, on the thread that hands it over
		 * @return this builder
		 */
		public Builder taskDecorator(UnaryOperator<Runnable> taskDecorator) {
			this.taskDecorator = taskDecorator;
			return this;
		}

		/**
		 * Set the tenants whose users may sign in (the {@code tid} of the id token).
		 * Tokens of anyone else are dropped. By default any.
		 * @param expectedTenantIds the GUIDs of tenants
		 * @return this builder
		 */
		public Builder expectedTenantIds(String... expectedTenantIds) {
			this.expectedTenantIds = Arrays.asList(expectedTenantIds.clone());
			return this;
		}

		/**
		 * Set who may sign in (the {@code preferred_username} of the id token, in any
		 * case). Tokens of anyone else are dropped. By default anyone.
		 * @param expectedUsernames the names of users
		 * @return this builder
		 */
		public Builder expectedUsernames(String... expectedUsernames) {
			this.expectedUsernames = Arrays.asList(expectedUsernames.clone());
			return this;
		}

		Builder environment(UnaryOperator<@Nullable String> environment) {
			this.environment = environment;
			return this;
		}

		/**
		 * Build the credential. Does no I/O.
		 * @return a new credential, to be closed by the caller
		 */
		public DeviceCodeCredential build() {
			return DeviceCodeCredentialFactory.load().create(options());
		}

		/**
		 * Return how the credential would be built, with all defaults resolved.
		 * @return the options
		 */
		public DeviceCodeCredentialOptions options() {
			AuthenticationRecord record = this.authenticationRecord;
			String clientId = (record != null) ? record.clientId() : this.clientId;
			return new DeviceCodeCredentialOptions(this.name, clientId, resolveTenantId(record),
					(this.tenantId != null) ? this.tenantId : Tenants.DEFAULT, resolveAuthority(record), this.timeout,
					(this.promptHandler != null) ? this.promptHandler : Builder::print,
					(this.listener != null) ? this.listener : new DeviceCodeListener() {
					}, this.instrumentation.forCredential(this.name), record, this.defaultRequest,
					this.disableAutomaticAuthentication, this.additionallyAllowedTenants, isMultiTenantDisabled(),
					this.disableInstanceDiscovery, this.enableSupportLogging, this.connectTimeout, this.readTimeout,
					this.proxy, this.sslContext, this.executor, this.virtualThreads, this.taskDecorator,
					this.tokenCache, this.tokenCacheName, this.expectedTenantIds, this.expectedUsernames);
		}

		private String resolveTenantId(@Nullable AuthenticationRecord record) {
			if (this.tenantId != null) {
				return this.tenantId;
			}
			return (record != null) ? Tenants.requireValid(record.tenantId()) : Tenants.DEFAULT;
		}

		private String resolveAuthority(@Nullable AuthenticationRecord record) {
			if (this.authority != null) {
				return this.authority;
			}
			if (record != null) {
				return Authorities.normalize(record.authority());
			}
			String host = this.environment.apply("AZURE_AUTHORITY_HOST");
			return Authorities.normalize((host != null && !host.isBlank()) ? host : Authorities.PUBLIC_CLOUD);
		}

		private boolean isMultiTenantDisabled() {
			String value = this.environment.apply("AZURE_IDENTITY_DISABLE_MULTITENANTAUTH");
			return value != null && !value.isBlank() && !value.equalsIgnoreCase("false") && !value.equals("0");
		}

		private static void print(DeviceCodePrompt prompt) {
			System.out.println(prompt.toDisplayText(null));
		}

		private static Duration requirePositive(String name, Duration duration) {
			if (duration.isNegative() || duration.isZero()) {
				throw new IllegalArgumentException("The " + name + " must be positive, not " + duration);
			}
			return duration;
		}

	}

}
