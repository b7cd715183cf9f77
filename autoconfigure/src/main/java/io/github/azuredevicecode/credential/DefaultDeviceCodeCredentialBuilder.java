package io.github.azuredevicecode.credential;

import java.net.ProxySelector;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLContext;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.cache.InMemoryTokenCache;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.ExecutionSettings;
import io.github.azuredevicecode.concurrent.Observability;
import io.github.azuredevicecode.credential.signin.ExpectedUsers;
import io.github.azuredevicecode.credential.signin.SignInPolicy;
import io.github.azuredevicecode.credential.state.CacheSettings;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.entra.http.ConnectionSettings;
import io.github.azuredevicecode.entra.http.ProxyCredentials;
import io.github.azuredevicecode.identifier.Authorities;
import io.github.azuredevicecode.identifier.ClientIds;
import io.github.azuredevicecode.identifier.Tenants;
import org.jspecify.annotations.Nullable;

/**
 * Default implementation of {@link DeviceCodeCredential.Builder}, found by
 * {@link java.util.ServiceLoader}.
 */
public final class DefaultDeviceCodeCredentialBuilder implements DeviceCodeCredential.Builder {

	private static final int MAX_RETRIES = 10;

	private String name = DeviceCodeCredential.DEFAULT_NAME;

	private String clientId = DeviceCodeCredential.DEVELOPMENT_CLIENT_ID;

	private @Nullable String tenantId;

	private @Nullable String authority;

	private @Nullable Duration timeout;

	private @Nullable DeviceCodePromptHandler promptHandler;

	private @Nullable DeviceCodeListener listener;

	private @Nullable DeviceCodeInstrumentation instrumentation;

	private @Nullable AuthenticationRecord authenticationRecord;

	private @Nullable TokenRequest defaultRequest;

	private boolean disableAutomaticAuthentication;

	private List<String> additionallyAllowedTenants = List.of();

	private boolean disableInstanceDiscovery;

	private boolean enableSupportLogging;

	private Duration connectTimeout = Duration.ofSeconds(10);

	private Duration readTimeout = Duration.ofSeconds(30);

	private int retries = 3;

	private @Nullable ProxySelector proxy;

	private @Nullable ProxyCredentials proxyCredentials;

	private @Nullable SSLContext sslContext;

	private @Nullable Executor executor;

	private boolean virtualThreads = true;

	private @Nullable TokenCache tokenCache;

	private String tokenCacheName = "default";

	private Duration tokenCacheTimeout = Duration.ofSeconds(5);

	private @Nullable UnaryOperator<Runnable> taskDecorator;

	private List<String> expectedTenantIds = List.of();

	private List<String> expectedUsernames = List.of();

	private List<String> expectedObjectIds = List.of();

	private @Nullable CredentialRuntime runtime;

	private @Nullable UnaryOperator<@Nullable String> environment;

	@Override
	public DefaultDeviceCodeCredentialBuilder name(String name) {
		if (name.isBlank()) {
			throw new IllegalArgumentException("The name of the credential must not be blank");
		}
		this.name = name;
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder clientId(String clientId) {
		this.clientId = ClientIds.requireValid(clientId);
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder tenantId(String tenantId) {
		this.tenantId = tenantId.isEmpty() ? null : Tenants.canonical(Tenants.requireValid(tenantId));
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder authority(String authority) {
		this.authority = Authorities.normalize(authority);
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder timeout(Duration timeout) {
		this.timeout = requirePositive("timeout", timeout);
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder promptHandler(DeviceCodePromptHandler promptHandler) {
		this.promptHandler = Objects.requireNonNull(promptHandler);
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder listener(DeviceCodeListener listener) {
		this.listener = Objects.requireNonNull(listener);
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder instrumentation(DeviceCodeInstrumentation instrumentation) {
		this.instrumentation = Objects.requireNonNull(instrumentation);
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder authenticationRecord(AuthenticationRecord authenticationRecord) {
		this.authenticationRecord = Objects.requireNonNull(authenticationRecord);
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder defaultRequest(TokenRequest defaultRequest) {
		this.defaultRequest = Objects.requireNonNull(defaultRequest);
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder disableAutomaticAuthentication(boolean disableAutomaticAuthentication) {
		this.disableAutomaticAuthentication = disableAutomaticAuthentication;
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder additionallyAllowedTenants(String... additionallyAllowedTenants) {
		for (String tenant : additionallyAllowedTenants) {
			if (!tenant.equals("*")) {
				Tenants.requireValid(tenant);
			}
		}
		this.additionallyAllowedTenants = List.of(additionallyAllowedTenants);
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder disableInstanceDiscovery(boolean disableInstanceDiscovery) {
		this.disableInstanceDiscovery = disableInstanceDiscovery;
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder enableSupportLogging(boolean enableSupportLogging) {
		this.enableSupportLogging = enableSupportLogging;
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder connectTimeout(Duration connectTimeout) {
		this.connectTimeout = requirePositive("connect timeout", connectTimeout);
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder readTimeout(Duration readTimeout) {
		this.readTimeout = requirePositive("read timeout", readTimeout);
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder retries(int retries) {
		if (retries < 0 || retries > MAX_RETRIES) {
			throw new IllegalArgumentException(
					"The number of retries must be between 0 and " + MAX_RETRIES + ", not " + retries);
		}
		this.retries = retries;
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder proxy(ProxySelector proxy) {
		this.proxy = Objects.requireNonNull(proxy);
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder proxyCredentials(String username, String password) {
		this.proxyCredentials = new ProxyCredentials(username, password);
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder sslContext(SSLContext sslContext) {
		this.sslContext = Objects.requireNonNull(sslContext);
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder executor(Executor executor) {
		this.executor = Objects.requireNonNull(executor);
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder virtualThreads(boolean virtualThreads) {
		this.virtualThreads = virtualThreads;
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder tokenCache(TokenCache tokenCache) {
		this.tokenCache = tokenCache;
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder tokenCacheName(String tokenCacheName) {
		if (tokenCacheName.isBlank()) {
			throw new IllegalArgumentException("The name of the token cache must not be blank");
		}
		this.tokenCacheName = tokenCacheName;
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder tokenCacheTimeout(Duration tokenCacheTimeout) {
		this.tokenCacheTimeout = requirePositive("token cache timeout", tokenCacheTimeout);
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder taskDecorator(UnaryOperator<Runnable> taskDecorator) {
		this.taskDecorator = taskDecorator;
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder expectedTenantIds(String... expectedTenantIds) {
		this.expectedTenantIds = List.of(expectedTenantIds);
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder expectedUsernames(String... expectedUsernames) {
		this.expectedUsernames = List.of(expectedUsernames);
		return this;
	}

	@Override
	public DefaultDeviceCodeCredentialBuilder expectedObjectIds(String... expectedObjectIds) {
		this.expectedObjectIds = List.of(expectedObjectIds);
		return this;
	}

	DefaultDeviceCodeCredentialBuilder environment(UnaryOperator<@Nullable String> environment) {
		this.environment = environment;
		return this;
	}

	@Override
	public DeviceCodeCredential build() {
		DeviceCodeCredentialSettings settings = settings();
		CredentialRuntime shared = this.runtime;
		CredentialRuntime runtime = (shared != null) ? shared
				: new CredentialRuntime(settings.execution().virtualThreads());
		CredentialExecutor executor = runtime.executor(settings.execution(), shared == null);
		return new DefaultDeviceCodeCredential(settings, runtime.transport(settings.connection(), executor),
				runtime.time(), executor, runtime.random());
	}

	/**
	 * Sets what the credential shares with others. By default it has all of its own.
	 * @param runtime the threads and connections, closed by the caller after all
	 * credentials
	 * @return this builder
	 */
	public DefaultDeviceCodeCredentialBuilder runtime(CredentialRuntime runtime) {
		this.runtime = runtime;
		return this;
	}

	/**
	 * Returns the application that users sign in to, and where, with all defaults
	 * resolved.
	 * @return the settings
	 * @throws IllegalArgumentException if the authority and the tenant do not fit
	 */
	public AuthoritySettings authority() {
		return authorityResolver().settings();
	}

	private AuthorityResolver authorityResolver() {
		return new AuthorityResolver(this.clientId, this.authority, this.tenantId, this.authenticationRecord,
				this.additionallyAllowedTenants, this.disableInstanceDiscovery, this.environment);
	}

	/**
	 * Returns how the credential would work, with all defaults resolved.
	 * @return the settings
	 */
	public DeviceCodeCredentialSettings settings() {
		AuthorityResolver authority = authorityResolver();
		return new DeviceCodeCredentialSettings(authority.settings(),
				new ConnectionSettings(this.connectTimeout, this.readTimeout, this.proxy, this.proxyCredentials,
						this.sslContext, this.retries),
				new SignInPolicy((this.promptHandler != null) ? this.promptHandler : new StandardOutputPromptHandler(),
						this.timeout, this.disableAutomaticAuthentication, this.defaultRequest,
						new ExpectedUsers(this.expectedTenantIds, this.expectedUsernames, this.expectedObjectIds)),
				cacheSettings(authority), new ExecutionSettings(this.executor, this.virtualThreads,
						(this.taskDecorator != null) ? this.taskDecorator : UnaryOperator.identity()),
				observability());
	}

	private Observability observability() {
		DeviceCodeListener listener = (this.listener != null) ? this.listener : new DeviceCodeListener() {
		};
		DeviceCodeInstrumentation instrumentation = (this.instrumentation != null) ? this.instrumentation
				: DeviceCodeInstrumentation.NONE;
		return new Observability(this.name, listener, instrumentation.forCredential(this.name),
				this.enableSupportLogging);
	}

	// A record says whose login is used, and not where it is kept: see RecordedLoginCache
	private CacheSettings cacheSettings(AuthorityResolver resolver) {
		TokenCache cache = (this.tokenCache != null) ? this.tokenCache : new InMemoryTokenCache();
		return new CacheSettings(cache, resolver.loginKey(this.tokenCacheName), this.authenticationRecord,
				this.tokenCacheTimeout, cache instanceof InMemoryTokenCache);
	}

	private static Duration requirePositive(String name, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException("The " + name + " must be positive, not " + duration);
		}
		return duration;
	}

}
