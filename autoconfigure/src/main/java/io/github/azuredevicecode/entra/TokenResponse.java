package io.github.azuredevicecode.entra;

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
import io.github.azuredevicecode.json.JsonObjects;
import org.jspecify.annotations.Nullable;

/**
 * A token answer (RFC 6749 section 5.1). The string form shows no token.
 *
 * @param json its members, numbers of seconds as numbers whatever the service wrote
 * @param expiresIn how long the access token lives
 * @param refreshIn when to renew it, or {@code null}
 */
public record TokenResponse(Map<String, @Nullable Object> json, Duration expiresIn, @Nullable Duration refreshIn) {

	/**
	 * Read an answer.
	 * @param body the JSON
	 * @return the answer
	 * @throws IllegalArgumentException if a required part is missing or unusable
	 */
	public static TokenResponse parse(String body) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>(JsonObjects.parse(body));
		if (JsonValues.string(json, "access_token") == null) {
			throw new IllegalArgumentException("the token answer has no access token");
		}
		Duration expiresIn = normalize(json, "expires_in");
		if (expiresIn == null) {
			throw new IllegalArgumentException("the token answer does not say when the token expires (expires_in)");
		}
		normalize(json, "ext_expires_in");
		return new TokenResponse(json, expiresIn, normalize(json, "refresh_in"));
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
	 * Return the access token.
	 * @param scopes the scopes that were asked for
	 * @param now the time at which the answer came
	 * @return the token
	 */
	public AccessToken toAccessToken(Set<String> scopes, Instant now) {
		return new AccessToken(String.valueOf(this.json.get("access_token")), now.plus(this.expiresIn),
				(this.refreshIn != null) ? now.plus(this.refreshIn) : null, tokenType(), scopes);
	}

	/**
	 * Return the claims of the id token, which is not validated: it came over TLS from
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
			int end = base64.length();
			while (end > 0 && base64.charAt(end - 1) == '=') {
				end--;
			}
			String unpadded = base64.substring(0, end);
			return JsonObjects.parse(new String(Base64.getUrlDecoder().decode(unpadded), StandardCharsets.UTF_8));
		}
		catch (IllegalArgumentException ex) {
			return Collections.emptyMap();
		}
	}

	/**
	 * Return the same answer for what was asked too: the service may name what it has
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
		return new TokenResponse(json, this.expiresIn, this.refreshIn);
	}

	public String serialize() {
		return JsonObjects.write(this.json);
	}

	@Override
	public String toString() {
		return "TokenResponse[expiresIn=" + this.expiresIn + ", refreshIn=" + this.refreshIn + "]";
	}

}
