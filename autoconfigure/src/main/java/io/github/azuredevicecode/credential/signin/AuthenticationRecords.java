package io.github.azuredevicecode.credential.signin;

import java.net.URI;
import java.util.Map;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.entra.JsonValues;
import io.github.azuredevicecode.entra.SafeText;
import io.github.azuredevicecode.entra.TokenResponse;
import org.jspecify.annotations.Nullable;

/**
 * Tells from a token answer who signed in, and whether that is who was expected.
 */
final class AuthenticationRecords {

	private AuthenticationRecords() {
	}

	/**
	 * Make the record of a sign-in.
	 * @param answer the answer
	 * @return the record
	 * @throws ClientAuthenticationException if the id token does not tell who signed in
	 */
	static AuthenticationRecord of(TokenResponse answer) {
		Map<String, @Nullable Object> claims = answer.idTokenClaims();
		try {
			URI issuer = URI.create(required(claims, "iss"));
			String username = JsonValues.string(claims, "preferred_username");
			String tenantId = JsonValues.string(claims, "tid");
			return new AuthenticationRecord(required(issuer.getRawAuthority(), "iss"), required(claims, "aud"),
					homeAccountId(answer.clientInfo(), claims), (tenantId != null) ? tenantId : firstSegment(issuer),
					SafeText.clean((username != null) ? username : required(claims, "upn")));
		}
		catch (IllegalArgumentException ex) {
			throw new ClientAuthenticationException(
					"Failed to build AuthenticationRecord from unexpected identity token", null, ex);
		}
	}

	private static String homeAccountId(Map<String, @Nullable Object> clientInfo,
			Map<String, @Nullable Object> claims) {
		String uid = JsonValues.string(clientInfo, "uid");
		String utid = JsonValues.string(clientInfo, "utid");
		return (uid != null && utid != null) ? uid + "." + utid : required(claims, "sub");
	}

	private static String firstSegment(URI issuer) {
		String path = (issuer.getRawPath() != null) ? issuer.getRawPath() : "";
		return path.replaceFirst("^/+", "").replaceFirst("/.*$", "");
	}

	private static String required(Map<String, @Nullable Object> claims, String name) {
		return required(JsonValues.string(claims, name), name);
	}

	private static String required(@Nullable String value, String name) {
		if (value == null) {
			throw new IllegalArgumentException("the id token has no usable '" + name + "'");
		}
		return value;
	}

}
