package io.github.azuredevicecode.standin.authorization;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.azuredevicecode.standin.api.ApiScopes;
import io.github.azuredevicecode.standin.behavior.Behavior;
import io.github.azuredevicecode.standin.tenant.DemoUser;
import io.github.azuredevicecode.standin.tenant.Endpoints;
import io.github.azuredevicecode.standin.tenant.Tenant;

import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;

/**
 * Customizer that adds what Entra says about the user to a token response. The
 * authorization server itself issues no ID token in the device grant.
 */
final class TokenResponseCustomizer implements Consumer<OAuth2AccessTokenAuthenticationContext> {

	private final Endpoints endpoints;

	private final Tenant tenant;

	private final Behavior behavior;

	private final UserClaims claims;

	private final JwtEncoder encoder;

	TokenResponseCustomizer(Endpoints endpoints, Tenant tenant, Behavior behavior, UserClaims claims,
			JwtEncoder encoder) {
		this.endpoints = endpoints;
		this.tenant = tenant;
		this.behavior = behavior;
		this.claims = claims;
		this.encoder = encoder;
	}

	@Override
	public void accept(OAuth2AccessTokenAuthenticationContext context) {
		OAuth2AccessTokenAuthenticationToken authentication = context.getAuthentication();
		OAuth2AccessToken accessToken = authentication.getAccessToken();
		context.getAccessTokenResponse()
			.scopes(ApiScopes.granted(accessToken.getScopes()))
			.additionalParameters(Map.of("ext_expires_in", this.behavior.accessTokenLifetime().toSeconds(), "id_token",
					idToken(authentication.getRegisteredClient().getClientId()), "client_info", clientInfo()));
	}

	private String idToken(String clientId) {
		Instant now = Instant.now();
		JwtClaimsSet claims = JwtClaimsSet.builder()
			.claims((values) -> values.putAll(this.claims.asMap()))
			.issuer(this.endpoints.issuer())
			.audience(List.of(clientId))
			.issuedAt(now)
			.notBefore(now)
			.expiresAt(now.plus(Duration.ofHours(1)))
			.build();
		JwsHeader header = JwsHeader.with(SignatureAlgorithm.RS256).type("JWT").build();
		return this.encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
	}

	private String clientInfo() {
		String json = "{\"uid\":\"%s\",\"utid\":\"%s\"}".formatted(DemoUser.OBJECT_ID, this.tenant.id());
		return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
	}

}
