package io.github.azuredevicecode.standin.api;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Endpoint that returns the signed-in user, as Microsoft Graph does.
 */
@RestController
class MeController {

	@GetMapping(ApiConfiguration.PATH + "me")
	User me(@AuthenticationPrincipal Jwt token) {
		String username = token.getClaimAsString("preferred_username");
		return new User(token.getClaimAsString("oid"), token.getClaimAsString("name"), username, username);
	}

	record User(@Nullable String id, @Nullable String displayName, @Nullable String userPrincipalName,
			@Nullable String mail) {

	}

}
