package io.github.azuredevicecode.msal;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.identifier.EntraCloud;
import org.jspecify.annotations.Nullable;

/**
 * Reader of the access tokens in a login, in the unified cache format of MSAL. MSAL4J
 * itself does not return a token that it advises to renew, or that lives for less than
 * five minutes, although it is still valid.
 */
public final class CachedAccessTokens {

	private static final long LATEST = Instant.parse("9999-01-01T00:00:00Z").getEpochSecond();

	private final String clientId;

	private final String authorityHost;

	/**
	 * Creates a reader.
	 * @param clientId the application
	 * @param authorityHost the host of the authority
	 */
	public CachedAccessTokens(String clientId, String authorityHost) {
		this.clientId = clientId;
		this.authorityHost = authorityHost.toLowerCase(Locale.ROOT);
	}

	/**
	 * Finds the tokens for a request.
	 * @param tokenCache the tokens of the login
	 * @param tenantIds the names of the tenant that is asked
	 * @param scopes the scopes
	 * @param homeAccountId the account
	 * @return the tokens with their times as they are stored, also those that have
	 * expired
	 */
	public List<Cached> find(String tokenCache, List<String> tenantIds, Set<String> scopes, String homeAccountId) {
		List<Cached> found = new ArrayList<>();
		if (StoredTokens.parse(tokenCache).get("AccessToken") instanceof Map<?, ?> tokens) {
			for (Object entry : tokens.values()) {
				Cached token = (entry instanceof Map<?, ?> members && fits(members, tenantIds, homeAccountId))
						? token(members, scopes) : null;
				if (token != null) {
					found.add(token);
				}
			}
		}
		return found;
	}

	private boolean fits(Map<?, ?> entry, List<String> tenantIds, String homeAccountId) {
		String realm = string(entry, "realm");
		String environment = string(entry, "environment").toLowerCase(Locale.ROOT);
		return homeAccountId.equalsIgnoreCase(string(entry, "home_account_id"))
				&& this.clientId.equalsIgnoreCase(string(entry, "client_id"))
				&& tenantIds.stream().anyMatch(realm::equalsIgnoreCase)
				&& (environment.equals(withoutPort(this.authorityHost))
						|| EntraCloud.isSameAuthority(this.authorityHost, environment));
	}

	private static String withoutPort(String host) {
		return host.replaceFirst(":\\d+$", "");
	}

	private static @Nullable Cached token(Map<?, ?> entry, Set<String> scopes) {
		String value = string(entry, "secret");
		Instant expiresOn = instant(entry, "expires_on");
		String type = string(entry, "token_type");
		List<String> granted = List.of(string(entry, "target").toLowerCase(Locale.ROOT).strip().split(" +"));
		boolean bearer = type.isEmpty() || type.equalsIgnoreCase("Bearer");
		if (value.isEmpty() || expiresOn == null || !bearer
				|| !scopes.stream().allMatch((scope) -> granted.contains(scope.toLowerCase(Locale.ROOT)))) {
			return null;
		}
		Instant refreshOn = instant(entry, "refresh_on");
		Instant cachedAt = instant(entry, "cached_at");
		try {
			return new Cached(new AccessToken(value, expiresOn, refreshOn, "Bearer", scopes),
					(cachedAt != null) ? Duration.between(cachedAt, expiresOn) : null);
		}
		catch (IllegalArgumentException ex) {
			// A value that cannot be sent is none
			return null;
		}
	}

	private static String string(Map<?, ?> entry, String name) {
		return (entry.get(name) instanceof String value) ? value : "";
	}

	// MSAL writes times as strings in most languages, and as numbers in some
	private static @Nullable Instant instant(Map<?, ?> entry, String name) {
		try {
			Object value = entry.get(name);
			long seconds = (value instanceof BigDecimal number) ? number.longValue()
					: (value instanceof String text) ? Long.parseLong(text.strip()) : 0;
			return (seconds > 0 && seconds < LATEST) ? Instant.ofEpochSecond(seconds) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * A token that was found.
	 *
	 * @param token the token, with its times as they are stored
	 * @param life how long it lived when it was stored, or {@code null}
	 */
	public record Cached(AccessToken token, @Nullable Duration life) {
	}

}
