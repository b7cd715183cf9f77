package io.github.azuredevicecode.standin;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.util.StringUtils;

/**
 * The scopes by which the API is asked for. All of them stand for its one permission.
 */
final class ApiScopes {

	static final String PERMISSION = "User.Read";

	private static final String DEFAULT = "/.default";

	// Entra grants these to everyone, while the authorization server knows none of them
	// in
	// the device grant
	private static final Set<String> OF_SIGN_IN = Set.of(OidcScopes.OPENID, OidcScopes.PROFILE, OidcScopes.EMAIL,
			"offline_access");

	private final StandInUris uris;

	ApiScopes(StandInUris uris) {
		this.uris = uris;
	}

	Set<String> accepted() {
		Set<String> accepted = new LinkedHashSet<>();
		accepted.add(PERMISSION);
		for (String resource : List.of(this.uris.api(), "https://graph.microsoft.com")) {
			accepted.add(resource + "/" + PERMISSION);
			accepted.add(resource + DEFAULT);
		}
		return accepted;
	}

	static Set<String> requested(@Nullable String scope) {
		Set<String> requested = new LinkedHashSet<>(List.of(StringUtils.tokenizeToStringArray(scope, " ")));
		requested.removeAll(OF_SIGN_IN);
		return requested;
	}

	static Set<String> granted(Set<String> authorized) {
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
