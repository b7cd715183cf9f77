package io.github.azuredevicecode.standin;

import java.util.List;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The API: a resource server that believes only tokens of this stand-in that are meant
 * for it.
 */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

	static final String PATH = "/v1.0/";

	@Bean
	@Order(1)
	SecurityFilterChain apiSecurityFilterChain(HttpSecurity http) {
		return http.securityMatcher(PATH + "**")
			.authorizeHttpRequests((requests) -> requests.anyRequest().hasAuthority("SCOPE_" + ApiScopes.PERMISSION))
			.oauth2ResourceServer((resourceServer) -> resourceServer.jwt(Customizer.withDefaults()))
			.headers(EntraSecurityConfiguration::secure)
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.build();
	}

	@Bean
	JwtDecoder jwtDecoder(SigningKeys keys, StandInUris uris) {
		// The issuer is known once the server has a port
		return new SupplierJwtDecoder(() -> {
			NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys).build();
			decoder.setJwtValidator(JwtValidators.createDefaultWithValidators(
					List.of(new JwtIssuerValidator(uris.issuer()), new JwtAudienceValidator(uris.api()))));
			return decoder;
		});
	}

}
