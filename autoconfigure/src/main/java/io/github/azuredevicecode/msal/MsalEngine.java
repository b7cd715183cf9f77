package io.github.azuredevicecode.msal;

import java.net.MalformedURLException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

import com.microsoft.aad.msal4j.AuthenticationErrorCode;
import com.microsoft.aad.msal4j.DeviceCodeFlowParameters;
import com.microsoft.aad.msal4j.IAccount;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.MsalClientException;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.SilentParameters;
import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.entra.TokenResponse;
import io.github.azuredevicecode.json.JsonObjects;
import org.jspecify.annotations.Nullable;

/**
 * MSAL4J as a pure function: from a login, and an answer of the service where there is
 * one, to a token and the next login. Each call works on an application of its own, made
 * from the login it is given, so that nothing old is ever seen. Thread safe.
 */
public final class MsalEngine {

	private final AuthoritySettings settings;

	private final boolean supportLogging;

	MsalEngine(AuthoritySettings settings, boolean supportLogging) {
		this.settings = settings;
		this.supportLogging = supportLogging;
	}

	/**
	 * Looks for a token, or for the way to get one without the user.
	 * @param query what is looked for
	 * @return what was found
	 */
	public Silent silent(Query query) {
		Silent found = silent(query, query.tenantId(), query.acceptable() == null);
		Predicate<AccessToken> acceptable = query.acceptable();
		if (acceptable == null) {
			return found;
		}
		String otherName = query.otherTenantName();
		if (otherName != null && !(found instanceof Silent.Cached)
				&& silent(query, otherName, false) instanceof Silent.Cached other) {
			found = other;
		}
		if (found instanceof Silent.Cached cached && !acceptable.test(cached.token())) {
			return silent(query, query.tenantId(), true);
		}
		if (found instanceof Silent.Refresh && withoutAdvisedRefresh(query) instanceof Silent.Cached cached
				&& acceptable.test(cached.token())) {
			return new Silent.Cached(cached.token(), true);
		}
		return found;
	}

	// MSAL4J passes over a valid token when the service advises to renew it, which is no
	// reason to let a caller wait for the service
	private Silent withoutAdvisedRefresh(Query query) {
		Map<String, @Nullable Object> cache = JsonObjects.parse(query.tokenCache(), query.tokenCache().length());
		if (!(cache.get("AccessToken") instanceof Map<?, ?> tokens)) {
			return new Silent.NoLogin();
		}
		boolean advised = false;
		for (Object token : tokens.values()) {
			advised |= token instanceof Map<?, ?> members && members.remove("refresh_on") != null;
		}
		return advised ? silent(new Query(JsonObjects.write(cache), query.tenantId(), null, query.scopes(),
				query.homeAccountId(), null), query.tenantId(), false) : new Silent.NoLogin();
	}

	private Silent silent(Query query, String tenantId, boolean forceRefresh) {
		try {
			IAuthenticationResult result = new Session(query.tokenCache(), tenantId, ReplayHttpClient.taking())
				.silent(query.scopes(), query.homeAccountId(), forceRefresh);
			return (result != null) ? new Silent.Cached(toAccessToken(result, query.scopes()), false)
					: new Silent.NoLogin();
		}
		catch (ReplayHttpClient.RequestTaken ex) {
			return new Silent.Refresh(ex.form(), ex.headers());
		}
		catch (MsalClientException ex) {
			if (AuthenticationErrorCode.CACHE_MISS.equals(ex.errorCode())) {
				return new Silent.NoLogin();
			}
			throw ex;
		}
	}

	/**
	 * Add the answer to a refresh to a login.
	 * @param tokenCache the login
	 * @param tenantId the tenant that was asked
	 * @param scopes the scopes
	 * @param homeAccountId the account
	 * @param answer the answer
	 * @return the next login
	 */
	public String acceptRefresh(String tokenCache, String tenantId, Set<String> scopes, String homeAccountId,
			TokenResponse answer) {
		Session session = new Session(tokenCache, tenantId, ReplayHttpClient.replaying(answer.withScopes(scopes)));
		session.silent(scopes, homeAccountId, true);
		return session.serialize();
	}

	/**
	 * Make a login from the answer to a sign-in.
	 * @param tenantId the tenant that was asked
	 * @param scopes the scopes
	 * @param answer the answer
	 * @return the login
	 */
	public String acceptSignIn(String tenantId, Set<String> scopes, TokenResponse answer) {
		Session session = new Session("", tenantId, ReplayHttpClient.replaying(answer.withScopes(scopes)));
		session.deviceCode(scopes);
		return session.serialize();
	}

	/**
	 * Load the classes of MSAL4J.
	 */
	public void warmUp() {
		new Session("", this.settings.tenantId(), ReplayHttpClient.taking()).serialize();
	}

	private static AccessToken toAccessToken(IAuthenticationResult result, Set<String> scopes) {
		Long refreshOn = result.metadata().refreshOn();
		return new AccessToken(result.accessToken(), result.expiresOnDate().toInstant(),
				(refreshOn != null && refreshOn > 0) ? Instant.ofEpochSecond(refreshOn) : null, "Bearer", scopes);
	}

	/**
	 * One application, used for one call.
	 */
	private final class Session {

		private final DeferredExecutor executor = new DeferredExecutor();

		private final PublicClientApplication application;

		Session(String tokenCache, String tenantId, ReplayHttpClient seam) {
			// MSAL4J knows a host without its port; where requests really go is not its
			// business
			String authority = "https://" + MsalEngine.this.settings.authorityHost() + "/" + tenantId + "/";
			try {
				this.application = PublicClientApplication.builder(MsalEngine.this.settings.clientId())
					.authority(authority)
					.instanceDiscovery(false)
					.httpClient(seam)
					.disableInternalRetries()
					.executorService(this.executor)
					.logPii(MsalEngine.this.supportLogging)
					.build();
			}
			catch (MalformedURLException ex) {
				throw new IllegalStateException("MSAL4J refuses the authority " + authority, ex);
			}
			if (!tokenCache.isEmpty()) {
				this.application.tokenCache().deserialize(tokenCache);
			}
		}

		@Nullable IAuthenticationResult silent(Set<String> scopes, String homeAccountId, boolean forceRefresh) {
			IAccount account = run(this.application.getAccounts()).stream()
				.filter((candidate) -> candidate.homeAccountId().equals(homeAccountId))
				.findFirst()
				.orElse(null);
			if (account == null) {
				return null;
			}
			try {
				return run(this.application.acquireTokenSilently(
						SilentParameters.builder(scopes, account).forceRefresh(forceRefresh).build()));
			}
			catch (MalformedURLException ex) {
				throw new IllegalStateException("MSAL4J refuses its own authority", ex);
			}
		}

		void deviceCode(Set<String> scopes) {
			run(this.application.acquireToken(DeviceCodeFlowParameters.builder(scopes, (deviceCode) -> {
			}).build()));
		}

		String serialize() {
			return this.application.tokenCache().serialize();
		}

		private <T> T run(CompletableFuture<T> call) {
			this.executor.runAll();
			try {
				return call.join();
			}
			catch (CompletionException ex) {
				if (ex.getCause() instanceof ReplayHttpClient.RequestTaken taken) {
					throw taken;
				}
				if (ex.getCause() instanceof RuntimeException cause) {
					throw cause;
				}
				throw ex;
			}
		}

	}

	/**
	 * What is looked for in a login. The string form shows no token.
	 *
	 * @param tokenCache the tokens of the login
	 * @param tenantId the tenant that is asked
	 * @param otherTenantName another name of that tenant, under which a token may have
	 * been filed, or {@code null}
	 * @param scopes the scopes
	 * @param homeAccountId the account
	 * @param acceptable whether a token that is there will do, or {@code null} if none
	 * will
	 */
	public record Query(String tokenCache, String tenantId, @Nullable String otherTenantName, Set<String> scopes,
			String homeAccountId, @Nullable Predicate<AccessToken> acceptable) {

		@Override
		public String toString() {
			return "Query[tenantId=" + this.tenantId + ", scopes=" + this.scopes + "]";
		}

	}

	/**
	 * What can be done without the user.
	 */
	public sealed interface Silent {

		/**
		 * There is a token.
		 *
		 * @param token the token
		 * @param due whether the service advises to renew it by now
		 */
		record Cached(AccessToken token, boolean due) implements Silent {
		}

		/**
		 * There is a refresh token, to be sent to the token endpoint.
		 *
		 * @param form the form
		 * @param headers the headers that go with it
		 */
		record Refresh(Map<String, String> form, Map<String, String> headers) implements Silent {

			@Override
			public String toString() {
				return "Refresh";
			}

		}

		/**
		 * There is neither.
		 */
		record NoLogin() implements Silent {
		}

	}

}
