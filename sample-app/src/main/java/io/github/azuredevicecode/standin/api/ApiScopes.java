package io.github.azuredevicecode.standin.api;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.azuredevicecode.standin.tenant.Endpoints;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.util.StringUtils;

/**
 * The scopes that a client can request for the API. All of them stand for its only
 * permission.
 */
public final class ApiScopes {

	/**
	 * The only permission of the API.
	 */
	public static final String PERMISSION = "User.Read";

	private static final String DEFAULT = "/.default";

	// Entra grants these to every client, but the authorization server knows none of
	// them in the device grant
	private static final Set<String> OF_SIGN_IN = Set.of(OidcScopes.OPENID, OidcScopes.PROFILE, OidcScopes.EMAIL,
			"offline_access");

	private final Endpoints endpoints;

	ApiScopes(Endpoints endpoints) {
		this.endpoints = endpoints;
	}

	/**
	 * Returns the scopes that a client may request.
	 * @return the scopes
	 */
	public Set<String> accepted() {
		Set<String> accepted = new LinkedHashSet<>();
		accepted.add(PERMISSION);
		for (String resource : List.of(this.endpoints.api(), "https://graph.microsoft.com")) {
			accepted.add(resource + "/" + PERMISSION);
			accepted.add(resource + DEFAULT);
		}
		return accepted;
	}

	/**
	 * Returns the scopes of the API that a request names.
	 * @param scope the scopes, separated by spaces
	 * @return the scopes, without those of the sign-in itself
	 */
	public static Set<String> requested(@Nullable String scope) {
		Set<String> requested = new LinkedHashSet<>(List.of(StringUtils.tokenizeToStringArray(scope, " ")));
		requested.removeAll(OF_SIGN_IN);
		return requested;
	}

	/**
	 * Returns the scopes that a token response names.
	 * @param authorized the scopes that the user authorized
	 * @return the scopes, with the permissions that they stand for
	 */
	public static Set<String> granted(Set<String> authorized) {
		Set<String> granted = new LinkedHashSet<>(authorized);
		authorized.stream()
			.filter((scope) -> scope.endsWith(DEFAULT))
			.map((scope) -> scope.substring(0, scope.length() - DEFAULT.length()) + "/" + PERMISSION)
			.forEach(granted::add);
		granted.add(OidcScopes.OPENID);
		granted.add(OidcScopes.PROFILE);
		return granted;
	}

}
