package io.github.azuredevicecode.standin;

import java.util.List;

import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * Gives access tokens the claims of Entra's. The audience is the API, and the issuer
 * names the tenant of the user even if the client asked another one.
 */
final class AccessTokenCustomizer implements OAuth2TokenCustomizer<JwtEncodingContext> {

	private final StandInUris uris;

	private final Claims claims;

	AccessTokenCustomizer(StandInUris uris, Claims claims) {
		this.uris = uris;
		this.claims = claims;
	}

	@Override
	public void customize(JwtEncodingContext context) {
		context.getJwsHeader().algorithm(SignatureAlgorithm.RS256).type("JWT");
		context.getClaims()
			.claims((claims) -> claims.remove(OAuth2ParameterNames.SCOPE))
			.claims((claims) -> claims.putAll(this.claims.ofUser()))
			.issuer(this.uris.issuer())
			.audience(List.of(this.uris.api()))
			.claim("azp", context.getRegisteredClient().getClientId())
			.claim("scp", ApiScopes.PERMISSION);
	}

}
