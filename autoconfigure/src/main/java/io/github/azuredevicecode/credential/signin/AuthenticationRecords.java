package io.github.azuredevicecode.credential.signin;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.entra.JsonValues;
import io.github.azuredevicecode.entra.SafeText;
import io.github.azuredevicecode.entra.TokenResponse;
import org.jspecify.annotations.Nullable;

/**
 * Maker of the record of a sign-in. A sign-in that brought tokens has a record, whatever
 * the service left out: other claims and the settings of the credential stand in.
 */
final class AuthenticationRecords {

	private static final List<String> USERNAMES = List.of("preferred_username", "upn", "unique_name");

	// Users can set some of these themselves: good to show, but no proof of who they are
	private static final List<String> OTHER_NAMES = List.of("email", "name", "oid", "sub");

	private static final String UNKNOWN = "unknown";

	private AuthenticationRecords() {
	}

	/**
	 * Makes the record of a sign-in.
	 * @param answer the token response
	 * @param settings the application and the authority, for what the response leaves out
	 * @param tenantId the tenant that was asked
	 * @return the record
	 */
	static AuthenticationRecord of(TokenResponse answer, AuthoritySettings settings, String tenantId) {
		Map<String, @Nullable Object> claims = answer.idTokenClaims();
		URI issuer = issuer(claims);
		String host = (issuer != null) ? issuer.getRawAuthority() : null;
		String tenant = tenantId(answer);
		String homeAccountId = homeAccountId(answer);
		return new AuthenticationRecord((host != null) ? host : URI.create(settings.authority()).getRawAuthority(),
				audience(claims, settings.clientId()), (homeAccountId != null) ? homeAccountId : UNKNOWN,
				(tenant != null) ? tenant : tenantId, displayName(answer));
	}

	private static String displayName(TokenResponse answer) {
		Map<String, @Nullable Object> claims = answer.idTokenClaims();
		Stream<@Nullable Object> names = Stream.concat(
				Stream.concat(USERNAMES.stream(), OTHER_NAMES.stream()).map(claims::get),
				Stream.of("uid").map(answer.clientInfo()::get));
		// A name of characters that show nothing is none
		return names.map(SafeText::cleanOrNull).filter((name) -> name != null).findFirst().orElse(UNKNOWN);
	}

	/**
	 * Returns the name that identifies the user in the tenant.
	 * @param answer the token response
	 * @return the name, or {@code null} if the response does not tell
	 */
	static @Nullable String username(TokenResponse answer) {
		return first(answer.idTokenClaims(), USERNAMES);
	}

	/**
	 * Returns the tenant of the user.
	 * @param answer the token response
	 * @return the tenant, or {@code null} if the response does not tell
	 */
	static @Nullable String tenantId(TokenResponse answer) {
		Map<String, @Nullable Object> claims = answer.idTokenClaims();
		String tenantId = JsonValues.string(claims, "tid");
		URI issuer = issuer(claims);
		String segment = (issuer != null && issuer.getRawPath() != null)
				? issuer.getRawPath().replaceFirst("^/+", "").replaceFirst("/.*$", "") : "";
		return Stream.of(tenantId, segment.isEmpty() ? null : segment, JsonValues.string(answer.clientInfo(), "utid"))
			.filter((candidate) -> candidate != null)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Returns the account of the user.
	 * @param answer the token response
	 * @return the account, or {@code null} if the response does not tell
	 */
	static @Nullable String homeAccountId(TokenResponse answer) {
		String uid = JsonValues.string(answer.clientInfo(), "uid");
		String utid = JsonValues.string(answer.clientInfo(), "utid");
		if (uid != null && utid != null) {
			return uid + "." + utid;
		}
		Map<String, @Nullable Object> claims = answer.idTokenClaims();
		String objectId = JsonValues.string(claims, "oid");
		String tenantId = JsonValues.string(claims, "tid");
		return (objectId != null && tenantId != null) ? objectId + "." + tenantId : JsonValues.string(claims, "sub");
	}

	private static String audience(Map<String, @Nullable Object> claims, String clientId) {
		String audience = JsonValues.string(claims, "aud");
		if (audience != null) {
			return audience;
		}
		return (claims.get("aud") instanceof List<?> audiences && !audiences.contains(clientId) && !audiences.isEmpty()
				&& audiences.get(0) instanceof String first && !first.isBlank()) ? first : clientId;
	}

	private static @Nullable URI issuer(Map<String, @Nullable Object> claims) {
		String issuer = JsonValues.string(claims, "iss");
		try {
			return (issuer != null) ? URI.create(issuer) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static @Nullable String first(Map<String, @Nullable Object> claims, List<String> names) {
		return names.stream()
			.map((name) -> JsonValues.string(claims, name))
			.filter((value) -> value != null)
			.findFirst()
			.orElse(null);
	}

}
