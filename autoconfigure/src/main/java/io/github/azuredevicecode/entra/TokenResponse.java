package io.github.azuredevicecode.entra;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.concurrent.Moment;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.json.JsonObjects;
import org.jspecify.annotations.Nullable;

/**
 * A token answer (RFC 6749 section 5.1). The string form shows no token.
 *
 * @param json its members, numbers of seconds as numbers whatever the service wrote
 * @param expiresIn how long the access token lives
 * @param refreshIn when to renew it, or {@code null}
 * @param issuedAt from when on both count
 */
public record TokenResponse(Map<String, @Nullable Object> json, Duration expiresIn, @Nullable Duration refreshIn,
		Moment issuedAt) {

	// Where the service does not tell: RFC 6749 only recommends that it does
	private static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);

	private static final Set<String> TEXT_CLAIMS = Set.of("iss", "aud", "sub", "oid", "tid", "name",
			"preferred_username", "upn", "unique_name");

	private static final Set<String> TIME_CLAIMS = Set.of("exp", "iat", "nbf");

	/**
	 * Reads an answer. A lifetime that is missing follows from {@code expires_on}, and is
	 * an hour if that is missing, too.
	 * @param body the JSON
	 * @param issuedAt from when on its lifetimes count
	 * @return the answer
	 * @throws IllegalArgumentException if it is not a JSON object with an access token
	 * that can be sent
	 */
	public static TokenResponse parse(String body, Moment issuedAt) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>(JsonObjects.parse(body));
		if (JsonValues.string(json, "access_token") == null) {
			throw new IllegalArgumentException("the token answer has no access token");
		}
		BigDecimal seconds = JsonValues.number(json, "expires_in");
		if (seconds != null && seconds.signum() < 0) {
			// It has expired on its way, and does not live for the time that it has
			// without
			json.put("expires_in", BigDecimal.ZERO);
		}
		Duration expiresIn = normalize(json, "expires_in");
		if (expiresIn == null) {
			expiresIn = lifetime(json, issuedAt.instant());
			json.put("expires_in", expiresIn.toSeconds());
		}
		normalize(json, "ext_expires_in");
		TokenResponse answer = new TokenResponse(json, expiresIn, normalize(json, "refresh_in"), issuedAt);
		// Refused before anything is kept
		answer.toAccessToken(Set.of(), issuedAt.instant());
		return answer;
	}

	private static Duration lifetime(Map<String, @Nullable Object> json, Instant now) {
		Instant expiresOn = JsonValues.instant(json, "expires_on");
		if (expiresOn == null || !expiresOn.isAfter(now)) {
			return DEFAULT_LIFETIME;
		}
		Duration lifetime = Duration.between(now, expiresOn);
		return (lifetime.compareTo(JsonValues.LONGEST) < 0) ? lifetime : JsonValues.LONGEST;
	}

	private static @Nullable Duration normalize(Map<String, @Nullable Object> json, String name) {
		Duration seconds = JsonValues.seconds(json, name);
		if (seconds != null) {
			json.put(name, seconds.toSeconds());
		}
		else {
			json.remove(name);
		}
		return seconds;
	}

	private String tokenType() {
		String tokenType = JsonValues.string(this.json, "token_type");
		return (tokenType != null) ? tokenType : "Bearer";
	}

	/**
	 * Returns the access token.
	 * @param scopes the scopes that were asked for
	 * @param time the clocks
	 * @return the token, with its times by the wall clock as it is set now
	 */
	public AccessToken toAccessToken(Set<String> scopes, TimeSource time) {
		return toAccessToken(scopes, time.instant().minus(this.issuedAt.age(time)));
	}

	private AccessToken toAccessToken(Set<String> scopes, Instant from) {
		return new AccessToken(String.valueOf(this.json.get("access_token")), from.plus(this.expiresIn),
				(this.refreshIn != null) ? from.plus(this.refreshIn) : null, tokenType(), scopes);
	}

	/**
	 * Returns the claims of the id token, which is not validated: it came over TLS from
	 * the token endpoint (OpenID Connect Core section 3.1.3.7).
	 * @return the claims, empty if there is no readable id token
	 */
	public Map<String, @Nullable Object> idTokenClaims() {
		String idToken = JsonValues.string(this.json, "id_token");
		String[] parts = (idToken != null) ? idToken.split("\\.") : new String[0];
		return decode((parts.length >= 2) ? parts[1] : "");
	}

	public Map<String, @Nullable Object> clientInfo() {
		String clientInfo = JsonValues.string(this.json, "client_info");
		return decode((clientInfo != null) ? clientInfo : "");
	}

	private static Map<String, @Nullable Object> decode(String base64) {
		try {
			String base64Url = base64.replace('+', '-').replace('/', '_');
			int end = base64Url.length();
			while (end > 0 && base64Url.charAt(end - 1) == '=') {
				end--;
			}
			return JsonObjects
				.parse(new String(Base64.getUrlDecoder().decode(base64Url.substring(0, end)), StandardCharsets.UTF_8));
		}
		catch (IllegalArgumentException ex) {
			return Collections.emptyMap();
		}
	}

	/**
	 * Returns the same answer for what was asked too: the service may name what it has
	 * granted differently, and MSAL4J finds a token by these names alone.
	 * @param requested the scopes that were asked for
	 * @return the answer
	 */
	public TokenResponse withScopes(Set<String> requested) {
		Set<String> scopes = new LinkedHashSet<>();
		String granted = JsonValues.string(this.json, "scope");
		if (granted != null) {
			scopes.addAll(List.of(granted.strip().split(" +")));
		}
		scopes.addAll(requested);
		Map<String, @Nullable Object> json = new LinkedHashMap<>(this.json);
		json.put("scope", String.join(" ", scopes));
		return new TokenResponse(json, this.expiresIn, this.refreshIn, this.issuedAt);
	}

	/**
	 * Returns the same answer for an account: MSAL4J files tokens by {@code client_info},
	 * fails on an id token with claims of other types than it knows, and drops the
	 * account if one of both is missing.
	 * @param homeAccountId the account
	 * @param clientId the application
	 * @return the answer, with whatever was missing
	 */
	public TokenResponse withAccount(String homeAccountId, String clientId) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>(this.json);
		Map<String, @Nullable Object> clientInfo = clientInfo();
		if (JsonValues.string(clientInfo, "uid") == null || JsonValues.string(clientInfo, "utid") == null) {
			json.remove("client_info");
			int end = homeAccountId.lastIndexOf('.');
			if (end > 0) {
				json.put("client_info", encode(
						Map.of("uid", homeAccountId.substring(0, end), "utid", homeAccountId.substring(end + 1))));
			}
		}
		Map<String, @Nullable Object> claims = idTokenClaims();
		if (!isReadable(claims) || !json.containsKey("client_info")) {
			json.put("id_token",
					encode(Map.of("alg", "none")) + "." + encode(readable(claims, homeAccountId, clientId)) + ".");
		}
		return new TokenResponse(json, this.expiresIn, this.refreshIn, this.issuedAt);
	}

	private static boolean isReadable(Map<String, @Nullable Object> claims) {
		return !claims.isEmpty()
				&& TEXT_CLAIMS.stream()
					.allMatch((name) -> !claims.containsKey(name) || claims.get(name) instanceof String)
				&& TIME_CLAIMS.stream()
					.allMatch((name) -> !claims.containsKey(name) || claims.get(name) instanceof Number);
	}

	private static Map<String, Object> readable(Map<String, @Nullable Object> claims, String homeAccountId,
			String clientId) {
		Map<String, Object> readable = new LinkedHashMap<>();
		TEXT_CLAIMS.forEach((name) -> {
			String value = JsonValues.string(claims, name);
			if (value != null) {
				readable.put(name, value);
			}
		});
		readable.putIfAbsent("aud", clientId);
		// The account of a login without client_info
		if (homeAccountId.indexOf('.') < 0) {
			readable.put("sub", homeAccountId);
		}
		else {
			readable.putIfAbsent("sub", homeAccountId);
		}
		return readable;
	}

	private static String encode(Map<String, ? extends Object> json) {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(JsonObjects.write(json).getBytes(StandardCharsets.UTF_8));
	}

	public String serialize() {
		return JsonObjects.write(this.json);
	}

	@Override
	public String toString() {
		return "TokenResponse[expiresIn=" + this.expiresIn + ", refreshIn=" + this.refreshIn + "]";
	}

}
