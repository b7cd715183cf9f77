package io.github.azuredevicecode.standin;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

/**
 * What the authorization server knows and keeps.
 */
@Configuration(proxyBeanMethods = false)
@Import(EntraSecurityConfiguration.class)
class AuthorizationServerConfiguration {

	@Bean
	AuthorizationServerSettings authorizationServerSettings() {
		// Several issuers, since any tenant may stand before the paths
		return AuthorizationServerSettings.builder()
			.multipleIssuersAllowed(true)
			.authorizationEndpoint(StandInUris.AUTHORIZE_PATH)
			.deviceAuthorizationEndpoint(StandInUris.DEVICE_CODE_PATH)
			.deviceVerificationEndpoint(StandInUris.DEVICE_AUTH_PATH)
			.tokenEndpoint(StandInUris.TOKEN_PATH)
			.jwkSetEndpoint(StandInUris.KEYS_PATH)
			.build();
	}

	@Bean
	ApiScopes apiScopes(StandInUris uris) {
		return new ApiScopes(uris);
	}

	@Bean
	PublicClients publicClients(StandInOptions options, ApiScopes scopes) {
		return new PublicClients(options, scopes);
	}

	@Bean
	Authorizations authorizations() {
		return new Authorizations();
	}

	@Bean
	NoConsents noConsents() {
		return new NoConsents();
	}

	@Bean
	SigningKeys signingKeys(StandInOptions options) {
		return new SigningKeys(options.folder());
	}

	@Bean
	JwtEncoder jwtEncoder(SigningKeys signingKeys) {
		return new NimbusJwtEncoder(signingKeys);
	}

	@Bean
	Claims claims(StandInOptions options) {
		return new Claims(options);
	}

	@Bean
	AccessTokenCustomizer accessTokenCustomizer(StandInUris uris, Claims claims) {
		return new AccessTokenCustomizer(uris, claims);
	}

	@Bean
	PendingConsents pendingConsents(Authorizations authorizations, PublicClients clients) {
		return new PendingConsents(authorizations, clients);
	}

	@Bean
	Decisions decisions(RegisteredClientRepository clients, Authorizations authorizations, NoConsents consents,
			StandInUris uris, AuthorizationServerSettings settings) {
		return new Decisions(clients, authorizations, consents, uris, settings);
	}

}
