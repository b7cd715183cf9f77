package io.github.azuredevicecode.standin;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;

/**
 * Adds to a token response what Entra tells of the user. The authorization server itself
 * issues no ID token in the device grant.
 */
final class TokenResponseCustomizer implements Consumer<OAuth2AccessTokenAuthenticationContext> {

	private final StandInUris uris;

	private final StandInOptions options;

	private final Claims claims;

	private final JwtEncoder encoder;

	TokenResponseCustomizer(StandInUris uris, StandInOptions options, Claims claims, JwtEncoder encoder) {
		this.uris = uris;
		this.options = options;
		this.claims = claims;
		this.encoder = encoder;
	}

	@Override
	public void accept(OAuth2AccessTokenAuthenticationContext context) {
		OAuth2AccessTokenAuthenticationToken authentication = context.getAuthentication();
		OAuth2AccessToken accessToken = authentication.getAccessToken();
		context.getAccessTokenResponse()
			.scopes(ApiScopes.granted(accessToken.getScopes()))
			.additionalParameters(Map.of("ext_expires_in", this.options.accessTokenLifetime().toSeconds(), "id_token",
					idToken(authentication.getRegisteredClient().getClientId()), "client_info", clientInfo()));
	}

	private String idToken(String clientId) {
		Instant now = Instant.now();
		JwtClaimsSet claims = JwtClaimsSet.builder()
			.claims((values) -> values.putAll(this.claims.ofUser()))
			.issuer(this.uris.issuer())
			.audience(List.of(clientId))
			.issuedAt(now)
			.notBefore(now)
			.expiresAt(now.plus(Duration.ofHours(1)))
			.build();
		JwsHeader header = JwsHeader.with(SignatureAlgorithm.RS256).type("JWT").build();
		return this.encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
	}

	private String clientInfo() {
		String json = "{\"uid\":\"%s\",\"utid\":\"%s\"}".formatted(DemoUser.OBJECT_ID, this.options.tenantId());
		return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
	}

}
