package io.github.azuredevicecode.standin.authorization;

import io.github.azuredevicecode.standin.api.ApiScopes;
import io.github.azuredevicecode.standin.behavior.Behavior;
import io.github.azuredevicecode.standin.tenant.Endpoints;
import io.github.azuredevicecode.standin.tenant.Tenant;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

/**
 * Configuration of the authorization server.
 */
@Configuration(proxyBeanMethods = false)
@Import({ AuthorizationServerSecurityConfiguration.class, MetadataController.class })
public class AuthorizationServerConfiguration {

	@Bean
	AuthorizationServerSettings authorizationServerSettings() {
		// Several issuers, since any tenant may stand before the paths
		return AuthorizationServerSettings.builder()
			.multipleIssuersAllowed(true)
			.authorizationEndpoint(Endpoints.AUTHORIZE_PATH)
			.deviceAuthorizationEndpoint(Endpoints.DEVICE_CODE_PATH)
			.deviceVerificationEndpoint(Endpoints.DEVICE_AUTH_PATH)
			.tokenEndpoint(Endpoints.TOKEN_PATH)
			.jwkSetEndpoint(Endpoints.KEYS_PATH)
			.build();
	}

	@Bean
	PublicClientRepository publicClients(Tenant tenant, ApiScopes scopes, Behavior behavior) {
		return new PublicClientRepository(tenant, scopes, behavior);
	}

	@Bean
	NoConsentService noConsentService() {
		return new NoConsentService();
	}

	@Bean
	JwtEncoder jwtEncoder(SigningKeys signingKeys) {
		return new NimbusJwtEncoder(signingKeys);
	}

	@Bean
	UserClaims userClaims(Tenant tenant) {
		return new UserClaims(tenant);
	}

	@Bean
	AccessTokenCustomizer accessTokenCustomizer(Endpoints endpoints, UserClaims claims) {
		return new AccessTokenCustomizer(endpoints, claims);
	}

	@Bean
	UserDecisions userDecisions(PublicClientRepository clients, AuthorizationStore authorizations,
			NoConsentService consents, Endpoints endpoints, AuthorizationServerSettings settings) {
		return new UserDecisions(clients, authorizations, consents, endpoints, settings);
	}

}
