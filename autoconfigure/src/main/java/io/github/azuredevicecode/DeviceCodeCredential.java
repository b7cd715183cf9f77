package io.github.azuredevicecode;

import java.net.ProxySelector;
import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLContext;

/**
 * Gives access tokens of a user who signs in on another device, by the OAuth 2.0 device
 * authorization grant (RFC 8628) of Microsoft Entra.
 * <p>
 * A token that is still valid is returned at once. Else the credential tries without the
 * user, and prompts only if the service says that a user is needed. However many callers
 * ask at once, the user is asked once, and all who wait get the one result.
 * <p>
 * Thread safe. One instance serves one application; building it does no I/O.
 *
 * @since 0.1
 */
public interface DeviceCodeCredential extends AutoCloseable {

	/**
	 * The name of a credential that was given none.
	 */
	String DEFAULT_NAME = "default";

	/**
	 * The client id of Microsoft's own development tools, the default of azure-identity.
	 */
	String DEVELOPMENT_CLIENT_ID = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

	/**
	 * Returns an access token, and prompt the user if need be. Blocks until there is one.
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
	 * Returns an access token, and prompt the user if need be. Blocks until there is one;
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
	 * Asks for an access token without blocking. Cancelling the future gives up the wait,
	 * and ends the sign-in when nobody else waits for it.
	 * @param request what is asked for
	 * @return a future that completes with the token, or with what
	 * {@link #getToken(TokenRequest)} throws
	 */
	CompletableFuture<AccessToken> getTokenAsync(TokenRequest request);

	/**
	 * Asks the user to sign in for the credential's default request, also if a user is
	 * signed in, and even where automatic authentication is disabled. Blocks until the
	 * user has answered.
	 * @return who signed in
	 * @throws CredentialUnavailableException if there is no default request and the cloud
	 * has no default scope
	 * @throws ClientAuthenticationException as {@link #authenticate(TokenRequest)} does
	 */
	AuthenticationRecord authenticate();

	/**
	 * Asks the user to sign in, also if a user is signed in, and even where automatic
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
	 * Asks the user to sign in for the credential's default request, as
	 * {@link #authenticate()} does, without blocking.
	 * @return a future that completes with who signed in, or with what
	 * {@link #authenticate()} throws; cancelling it gives up the wait, and ends the
	 * sign-in when nobody else waits for it
	 */
	CompletableFuture<AuthenticationRecord> authenticateAsync();

	/**
	 * Asks the user to sign in, as {@link #authenticate(TokenRequest)} does, without
	 * blocking.
	 * @param request what the user is asked to grant
	 * @return a future that completes with who signed in, or with what
	 * {@link #authenticate(TokenRequest)} throws; cancelling it gives up the wait, and
	 * ends the sign-in when nobody else waits for it
	 */
	CompletableFuture<AuthenticationRecord> authenticateAsync(TokenRequest request);

	/**
	 * Returns who is signed in.
	 * @return the record of the last sign-in or the one the credential was built with
	 */
	Optional<AuthenticationRecord> authenticationRecord();

	/**
	 * Forgets the user: tokens, login and record, and cancel a pending sign-in. The next
	 * request for a token prompts. The user's session at the service and in the browser
	 * is not ended.
	 */
	void signOut();

	/**
	 * Ends the sign-in that is under way, also one that another caller began, for all who
	 * wait for it: they get a {@link SignInCancelledException}. Processes that share the
	 * login end it too. Nobody who is signed in is signed out.
	 * @return {@code false} if no sign-in is under way
	 */
	boolean cancelSignIn();

	/**
	 * Asks for another user code in the sign-in that is under way, for a person whose
	 * code is refused or about to expire. It is shown as a new prompt of the same
	 * attempt; callers continue to wait for the sign-in. Does not block: should the
	 * service give no code, the old one stays in use.
	 * @return {@code false} if no user is asked now, or another code is on its way
	 * already
	 */
	boolean renewUserCode();

	/**
	 * Prepares in the background, without any request, what the first token needs: MSAL4J
	 * and the connection take the JVM some 100 ms to load. Does nothing by default.
	 */
	default void warmUp() {
	}

	/**
	 * Ends a pending sign-in at once and release threads and connections. Tokens that are
	 * held already are still returned while they are valid.
	 */
	@Override
	void close();

	/**
	 * Starts to build a credential.
	 * @return a builder in which everything is optional
	 * @throws IllegalStateException if the implementation is not on the class path
	 */
	static Builder builder() {
		return ServiceLoader.load(Builder.class, Builder.class.getClassLoader())
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No " + Builder.class.getName()
					+ " is registered in META-INF/services. Is the library repackaged without its resources?"));
	}

	/**
	 * Builds a {@link DeviceCodeCredential}. Not thread safe.
	 *
	 * @since 0.1
	 */
	interface Builder {

		/**
		 * Sets a name by which people tell the credential from others of the same
		 * application: prompts carry it, and the listener is told of it.
		 * @param name the name, {@value DeviceCodeCredential#DEFAULT_NAME} by default
		 * @return this builder
		 * @throws IllegalArgumentException if the name is blank
		 */
		Builder name(String name);

		/**
		 * Sets the application to sign in to. Without it the client id of Microsoft's
		 * development tools is used, which is for trying things out only. Ignored with an
		 * authentication record, which names the application itself.
		 * @param clientId the application's (client) id
		 * @return this builder
		 */
		Builder clientId(String clientId);

		/**
		 * Sets the tenant to sign in to: a GUID or a domain name, {@code organizations},
		 * {@code common}, {@code consumers}, or {@code adfs}. By default the record's
		 * tenant or, without a record, {@code organizations}.
		 * @param tenantId the tenant; empty for the default
		 * @return this builder
		 * @throws IllegalArgumentException if that cannot be a tenant
		 */
		Builder tenantId(String tenantId);

		/**
		 * Sets the authority: the host of Microsoft Entra, of another cloud, or of an
		 * ADFS. By default the record's or, without a record, the environment variable
		 * {@code AZURE_AUTHORITY_HOST} or {@code login.microsoftonline.com}.
		 * @param authority a host, with a port if need be, or an https URL
		 * @return this builder
		 * @throws IllegalArgumentException if that is not the address of an authority
		 */
		Builder authority(String authority);

		/**
		 * Limits the time that the user has to sign in, from the moment that the service
		 * issued the code, however long the prompt handler takes. The device code's own
		 * lifetime prevails where it is shorter.
		 * @param timeout a positive duration
		 * @return this builder
		 * @throws IllegalArgumentException if the duration is not positive
		 */
		Builder timeout(Duration timeout);

		/**
		 * Sets the handler that shows the prompt. By default the prompt is printed to
		 * {@link System#out}. The credential polls while the handler works, and
		 * interrupts it when the sign-in ends.
		 * @param promptHandler shows a prompt to a person
		 * @return this builder
		 */
		Builder promptHandler(DeviceCodePromptHandler promptHandler);

		/**
		 * Sets the listener for sign-ins, new tokens and sign-outs.
		 * @param listener the listener, called for every attempt
		 * @return this builder
		 */
		Builder listener(DeviceCodeListener listener);

		/**
		 * Sets the instrumentation that measures what the credential does. By default
		 * nothing is measured.
		 * @param instrumentation the instrumentation, called for everything that takes
		 * time
		 * @return this builder
		 */
		Builder instrumentation(DeviceCodeInstrumentation instrumentation);

		/**
		 * Sets whose login to use: client id, authority, tenant and account.
		 * @param authenticationRecord the record of an earlier sign-in
		 * @return this builder
		 */
		Builder authenticationRecord(AuthenticationRecord authenticationRecord);

		/**
		 * Sets what {@link DeviceCodeCredential#authenticate()} asks the user to grant.
		 * By default the management API of the authority's cloud.
		 * @param defaultRequest the request
		 * @return this builder
		 */
		Builder defaultRequest(TokenRequest defaultRequest);

		/**
		 * Sets whether a request for a token that needs a user fails with
		 * {@link AuthenticationRequiredException} in place of prompting.
		 * @param disableAutomaticAuthentication whether requests for a token never prompt
		 * @return this builder
		 */
		Builder disableAutomaticAuthentication(boolean disableAutomaticAuthentication);

		/**
		 * Sets the tenants for which a {@link TokenRequest#withTenantId(String) request}
		 * may ask, besides the credential's own.
		 * @param additionallyAllowedTenants tenants as requests name them, or {@code *}
		 * for any
		 * @return this builder
		 * @throws IllegalArgumentException if one cannot be a tenant
		 */
		Builder additionallyAllowedTenants(String... additionallyAllowedTenants);

		/**
		 * Sets whether an authority that is not one of Entra's known hosts is used
		 * without asking Entra about it, as an ADFS, a private cloud or a test server
		 * needs.
		 * @param disableInstanceDiscovery whether to trust the authority as it is
		 * @return this builder
		 */
		Builder disableInstanceDiscovery(boolean disableInstanceDiscovery);

		/**
		 * Sets whether personal data is logged for Microsoft's support: the names of
		 * users, and by MSAL4J at {@code DEBUG} ids of accounts, SHA-256 digests of
		 * tokens, and headers of requests as MSAL4J makes them, which this library sends
		 * in a form of its own. Tokens and device codes are never logged.
		 * @param enableSupportLogging whether personal data may be logged
		 * @return this builder
		 */
		Builder enableSupportLogging(boolean enableSupportLogging);

		/**
		 * Limits the time to connect to the authority, 10 seconds by default.
		 * @param connectTimeout a positive duration
		 * @return this builder
		 * @throws IllegalArgumentException if the duration is not positive
		 */
		Builder connectTimeout(Duration connectTimeout);

		/**
		 * Limits the time to wait for a whole answer, 30 seconds by default.
		 * @param readTimeout a positive duration
		 * @return this builder
		 * @throws IllegalArgumentException if the duration is not positive
		 */
		Builder readTimeout(Duration readTimeout);

		/**
		 * Sets how many times a request is sent again at most after a fault that is
		 * likely to pass, such as a reset connection or a busy service, 3 by default.
		 * Polls for the user's answer have rules of their own.
		 * @param retries the number of retries, 0 for none
		 * @return this builder
		 * @throws IllegalArgumentException if the number is negative or greater than 10
		 */
		Builder retries(int retries);

		/**
		 * Sets the proxy through which the authority is reached. By default the JVM's.
		 * @param proxy selects the proxy
		 * @return this builder
		 */
		Builder proxy(ProxySelector proxy);

		/**
		 * Sets the user name and the password that the proxy wants. By default those that
		 * the JVM's {@link java.net.Authenticator} gives. Java sends them only if it is
		 * started with an empty {@code jdk.http.auth.tunneling.disabledSchemes} system
		 * property.
		 * @param username the user name
		 * @param password the password
		 * @return this builder
		 * @throws IllegalArgumentException if the user name is blank or contains a colon,
		 * or if one of both contains control characters
		 */
		Builder proxyCredentials(String username, String password);

		/**
		 * Sets what the authority's certificate is checked against. By default the JVM's
		 * trust store. The check cannot be switched off.
		 * @param sslContext the TLS configuration
		 * @return this builder
		 */
		Builder sslContext(SSLContext sslContext);

		/**
		 * Sets where the credential works in the background. By default virtual threads
		 * where the JVM has them, else a few daemon threads of its own. The caller's
		 * executor is not shut down by {@link DeviceCodeCredential#close()}.
		 * @param executor an executor that runs each task on a thread other than the
		 * submitter's
		 * @return this builder
		 */
		Builder executor(Executor executor);

		/**
		 * Sets whether the credential's own threads are virtual where the JVM has them,
		 * from Java 21. Of no effect with {@link #executor(Executor)}.
		 * @param virtualThreads whether they may be, {@code true} by default
		 * @return this builder
		 */
		Builder virtualThreads(boolean virtualThreads);

		/**
		 * Sets where logins are kept.
		 * @param tokenCache a store, closed by who made it; by default the memory of the
		 * credential
		 * @return this builder
		 */
		Builder tokenCache(TokenCache tokenCache);

		/**
		 * Sets a name for the login, by which several credentials with the same client,
		 * authority and tenant can have logins of their own in one cache.
		 * @param tokenCacheName the name
		 * @return this builder
		 * @throws IllegalArgumentException if the name is blank
		 */
		Builder tokenCacheName(String tokenCacheName);

		/**
		 * Limits the time of one access to the token cache. While the cache does not
		 * answer, the credential works with what it has in memory.
		 * @param tokenCacheTimeout the limit, 5 seconds by default; twice that for the
		 * first access, which connects
		 * @return this builder
		 * @throws IllegalArgumentException if the limit is not positive
		 */
		Builder tokenCacheTimeout(Duration tokenCacheTimeout);

		/**
		 * Sets what carries the context of a caller, such as the current observation,
		 * over to another thread. The context class loader and the logging context (MDC)
		 * are carried anyway.
		 * @param taskDecorator called with each task, on the thread that hands it over
		 * @return this builder
		 */
		Builder taskDecorator(UnaryOperator<Runnable> taskDecorator);

		/**
		 * Sets the tenants whose users may sign in (the {@code tid} of the id token).
		 * Tokens of anyone else are dropped. By default any.
		 * @param expectedTenantIds the GUIDs of tenants
		 * @return this builder
		 */
		Builder expectedTenantIds(String... expectedTenantIds);

		/**
		 * Sets who may sign in (the {@code preferred_username} of the id token, in any
		 * case). Tokens of anyone else are dropped. By default anyone.
		 * @param expectedUsernames the names of users
		 * @return this builder
		 */
		Builder expectedUsernames(String... expectedUsernames);

		/**
		 * Sets the users that may sign in, by the object ids of their accounts in their
		 * home tenant, which do not change as names do. Tokens of anyone else are
		 * dropped. By default anyone.
		 * @param expectedObjectIds the GUIDs of users
		 * @return this builder
		 */
		Builder expectedObjectIds(String... expectedObjectIds);

		/**
		 * Builds the credential. Does no I/O.
		 * @return a new credential, to be closed by the caller
		 */
		DeviceCodeCredential build();

	}

}
