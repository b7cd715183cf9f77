package io.github.azuredevicecode.msal;

import java.io.Serial;
import java.net.MalformedURLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import com.microsoft.aad.msal4j.AuthenticationErrorCode;
import com.microsoft.aad.msal4j.DeviceCodeFlowParameters;
import com.microsoft.aad.msal4j.IAccount;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.MsalClientException;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.SilentParameters;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.entra.TokenResponse;
import io.github.azuredevicecode.identifier.EntraCloud;
import io.github.azuredevicecode.json.JsonObjects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MSAL4J as a pure function: from a login, and an answer of the service where there is
 * one, to a token and the next login. Each call works on an application of its own, made
 * from the login it is given, so that nothing old is ever seen. Thread safe.
 */
public final class MsalEngine {

	private static final Logger logger = LoggerFactory.getLogger(MsalEngine.class);

	private final AuthoritySettings settings;

	private final boolean supportLogging;

	MsalEngine(AuthoritySettings settings, boolean supportLogging) {
		this.settings = settings;
		this.supportLogging = supportLogging;
	}

	/**
	 * Looks for the way to get a token without the user.
	 * @param tokenCache the tokens of the login
	 * @param tenantId the tenant that is asked
	 * @param scopes the scopes
	 * @param homeAccountId the account
	 * @return the refresh request, or {@code null} if the login has no such account, or
	 * its tokens cannot be used
	 */
	public @Nullable RefreshRequest refreshRequest(String tokenCache, String tenantId, Set<String> scopes,
			String homeAccountId) {
		try {
			new Session(tokenCache, filedUnder(tenantId, homeAccountId), ReplayHttpClient.taking()).silent(scopes,
					homeAccountId, true);
			return null;
		}
		catch (ReplayHttpClient.RequestTaken ex) {
			return new RefreshRequest(ex.form(), ex.headers());
		}
		catch (UnusableTokensException ex) {
			logger.warn("The stored tokens cannot be used, and a user must sign in: {}", ex.getMessage());
			return null;
		}
		catch (MsalClientException ex) {
			if (AuthenticationErrorCode.CACHE_MISS.equals(ex.errorCode())) {
				return null;
			}
			throw ex;
		}
	}

	/**
	 * Adds the answer to a refresh to a login.
	 * @param tokenCache the login
	 * @param tenantId the tenant that was asked
	 * @param scopes the scopes
	 * @param homeAccountId the account
	 * @param answer the answer
	 * @param now the time of the answer
	 * @return the next login
	 */
	public String acceptRefresh(String tokenCache, String tenantId, Set<String> scopes, String homeAccountId,
			TokenResponse answer, Instant now) {
		Session session = new Session(tokenCache, filedUnder(tenantId, homeAccountId),
				replaying(scopes, homeAccountId, answer));
		session.silent(scopes, homeAccountId, true);
		return timed(session.serialize(), answer, now);
	}

	/**
	 * Makes a login from the answer to a sign-in.
	 * @param tenantId the tenant that was asked
	 * @param scopes the scopes
	 * @param homeAccountId the account
	 * @param answer the answer
	 * @param now the time of the answer
	 * @return the login
	 */
	public String acceptSignIn(String tenantId, Set<String> scopes, String homeAccountId, TokenResponse answer,
			Instant now) {
		Session session = new Session("", filedUnder(tenantId, homeAccountId),
				replaying(scopes, homeAccountId, answer));
		session.deviceCode(scopes);
		return timed(session.serialize(), answer, now);
	}

	// MSAL4J counts from when it is given the answer, by the clock of the JVM
	@SuppressWarnings("unchecked")
	private static String timed(String tokenCache, TokenResponse answer, Instant now) {
		Map<String, @Nullable Object> cache = JsonObjects.parse(tokenCache, tokenCache.length());
		if (cache.get("AccessToken") instanceof Map<?, ?> tokens) {
			Object accessToken = answer.json().get("access_token");
			tokens.values()
				.stream()
				.filter((entry) -> entry instanceof Map<?, ?> members
						&& Objects.equals(members.get("secret"), accessToken))
				.forEach((entry) -> setTimes((Map<String, Object>) entry, answer, now));
		}
		return JsonObjects.write(cache);
	}

	private static void setTimes(Map<String, Object> entry, TokenResponse answer, Instant now) {
		entry.put("cached_at", seconds(now));
		entry.put("expires_on", seconds(now.plus(answer.expiresIn())));
		Duration refreshIn = answer.refreshIn();
		if (refreshIn != null) {
			entry.put("refresh_on", seconds(now.plus(refreshIn)));
		}
	}

	private static String seconds(Instant time) {
		return Long.toString(time.getEpochSecond());
	}

	private ReplayHttpClient replaying(Set<String> scopes, String homeAccountId, TokenResponse answer) {
		return ReplayHttpClient
			.replaying(answer.withScopes(scopes).withAccount(homeAccountId, this.settings.clientId()));
	}

	// MSAL4J names an account by its subject only for an ADFS
	private static String filedUnder(String tenantId, String homeAccountId) {
		return (homeAccountId.indexOf('.') < 0) ? EntraCloud.ADFS : tenantId;
	}

	/**
	 * Load the classes of MSAL4J.
	 */
	public void warmUp() {
		new Session("", this.settings.tenantId(), ReplayHttpClient.taking()).serialize();
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
				deserialize(tokenCache);
			}
		}

		private void deserialize(String tokenCache) {
			// MSAL4J's own parser has no limit of depth
			if (StoredTokens.parse(tokenCache).isEmpty()) {
				throw new UnusableTokensException("they are not a JSON object");
			}
			try {
				this.application.tokenCache().deserialize(withOwnClientId(tokenCache));
			}
			catch (RuntimeException ex) {
				// Its message may quote them
				throw new UnusableTokensException("MSAL4J cannot read them");
			}
		}

		// MSAL4J compares ids of applications with their case, which they do not have
		private String withOwnClientId(String tokenCache) {
			String clientId = MsalEngine.this.settings.clientId();
			if (tokenCache.contains('"' + clientId + '"')) {
				return tokenCache;
			}
			Map<String, @Nullable Object> json = new LinkedHashMap<>(
					JsonObjects.parse(tokenCache, tokenCache.length()));
			json.replaceAll(
					(kind, entries) -> (entries instanceof Map<?, ?> all) ? withClientId(all, clientId) : entries);
			return JsonObjects.write(json);
		}

		private static Map<String, @Nullable Object> withClientId(Map<?, ?> entries, String clientId) {
			Map<String, @Nullable Object> changed = new LinkedHashMap<>();
			entries.forEach((name, entry) -> {
				Map<Object, @Nullable Object> members = (entry instanceof Map<?, ?> map) ? new LinkedHashMap<>(map)
						: Map.of();
				boolean same = members.get("client_id") instanceof String id && id.equalsIgnoreCase(clientId);
				if (same) {
					members.put("client_id", clientId);
				}
				changed.put(String.valueOf(name), same ? members : entry);
			});
			return changed;
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
			catch (NumberFormatException | NullPointerException ex) {
				throw new UnusableTokensException("MSAL4J cannot read one of them");
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
	 * Exception for tokens that are none, or of a form that MSAL4J does not read.
	 */
	private static final class UnusableTokensException extends RuntimeException {

		@Serial
		private static final long serialVersionUID = 1L;

		UnusableTokensException(String message) {
			super(message);
		}

	}

	/**
	 * A refresh token, to be sent to the token endpoint. The string form shows nothing of
	 * it.
	 *
	 * @param form the form
	 * @param headers the headers that go with it
	 */
	public record RefreshRequest(Map<String, String> form, Map<String, String> headers) {

		@Override
		public String toString() {
			return "RefreshRequest";
		}

	}

}
