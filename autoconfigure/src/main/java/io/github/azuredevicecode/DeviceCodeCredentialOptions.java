package io.github.azuredevicecode;

import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * How a credential shall work, as {@link DeviceCodeCredential.Builder} has validated and
 * completed it. Immutable.
 *
 * @param name tells the credential from others of the application
 * @param clientId the application to sign in to
 * @param tenantId the tenant to sign in to
 * @param loginTenantId the tenant under which the login is kept: the one that is
 * configured, else the default, whatever a record adds to it
 * @param authority the normalised authority, an https URL without a slash at the end
 * @param timeout the time that the user has, or {@code null} for the code's lifetime
 * @param promptHandler shows a prompt
 * @param listener hears of sign-ins and sign-outs
 * @param instrumentation measures what takes time
 * @param authenticationRecord whose login to use, or {@code null}
 * @param defaultRequest what to sign in for by default, or {@code null} for the cloud's
 * default
 * @param disableAutomaticAuthentication whether requests for a token never prompt
 * @param additionallyAllowedTenants tenants that a request may name
 * @param disableMultiTenant whether the tenant of a request is ignored
 * @param disableInstanceDiscovery whether to trust the authority as it is
 * @param enableSupportLogging whether account names may be logged
 * @param connectTimeout the time to connect
 * @param readTimeout the time to wait for a whole answer
 * @param proxy selects the proxy, or {@code null} for the JVM's
 * @param sslContext the TLS configuration, or {@code null} for the JVM's
 * @param executor where to work, or {@code null} for threads of the credential's own
 * @param virtualThreads whether those threads are virtual where the JVM has them
 * @param taskDecorator wraps each task that is handed to another thread, on the thread
 * that hands it over
 * @param tokenCache where logins are kept, or {@code null} for the memory of the
 * credential
 * @param tokenCacheName keeps the logins of several credentials in one cache apart
 * @param expectedTenantIds the tenants whose users may sign in; empty for any
 * @param expectedUsernames who may sign in; empty for anyone
 */
public record DeviceCodeCredentialOptions(String name, String clientId, String tenantId, String loginTenantId,
		String authority, @Nullable Duration timeout, DeviceCodePromptHandler promptHandler,
		DeviceCodeListener listener, DeviceCodeInstrumentation instrumentation,
		@Nullable AuthenticationRecord authenticationRecord, @Nullable TokenRequest defaultRequest,
		boolean disableAutomaticAuthentication, Collection<String> additionallyAllowedTenants,
		boolean disableMultiTenant, boolean disableInstanceDiscovery, boolean enableSupportLogging,
		Duration connectTimeout, Duration readTimeout, @Nullable ProxySelector proxy, @Nullable SSLContext sslContext,
		@Nullable Executor executor, boolean virtualThreads, UnaryOperator<Runnable> taskDecorator,
		@Nullable TokenCache tokenCache, String tokenCacheName, Collection<String> expectedTenantIds,
		Collection<String> expectedUsernames) {

	/**
	 * The name of a credential that was given none.
	 */
	public static final String DEFAULT_NAME = "default";

	/**
	 * The client id of Microsoft's own development tools, the default of azure-identity.
	 */
	public static final String DEVELOPMENT_CLIENT_ID = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

	public DeviceCodeCredentialOptions {
		additionallyAllowedTenants = List.copyOf(additionallyAllowedTenants);
		expectedTenantIds = List.copyOf(expectedTenantIds);
		expectedUsernames = List.copyOf(expectedUsernames);
	}

	/**
	 * Return the host of the authority.
	 * @return the host in lower case, without a port
	 */
	public String authorityHost() {
		return URI.create(this.authority).getHost();
	}

}
