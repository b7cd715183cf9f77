package io.github.azuredevicecode.standin.authorization;

import java.util.List;

import io.github.azuredevicecode.standin.api.ApiScopes;
import io.github.azuredevicecode.standin.tenant.Endpoints;

import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * Customizer that gives access tokens the claims of Entra's. The audience is the API. The
 * issuer names the tenant of the user, even if the client asked another tenant.
 */
final class AccessTokenCustomizer implements OAuth2TokenCustomizer<JwtEncodingContext> {

	private final Endpoints endpoints;

	private final UserClaims claims;

	AccessTokenCustomizer(Endpoints endpoints, UserClaims claims) {
		this.endpoints = endpoints;
		this.claims = claims;
	}

	@Override
	public void customize(JwtEncodingContext context) {
		context.getJwsHeader().algorithm(SignatureAlgorithm.RS256).type("JWT");
		context.getClaims()
			.claims((claims) -> claims.remove(OAuth2ParameterNames.SCOPE))
			.claims((claims) -> claims.putAll(this.claims.asMap()))
			.issuer(this.endpoints.issuer())
			.audience(List.of(this.endpoints.api()))
			.claim("azp", context.getRegisteredClient().getClientId())
			.claim("scp", ApiScopes.PERMISSION);
	}

}
