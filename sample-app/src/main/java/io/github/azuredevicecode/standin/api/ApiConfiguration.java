package io.github.azuredevicecode.standin.api;

import java.util.List;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.github.azuredevicecode.standin.tenant.Endpoints;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
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
 * Configuration of the API: a resource server that accepts only tokens that this stand-in
 * issued for it.
 */
@Configuration(proxyBeanMethods = false)
@Import(MeController.class)
public class ApiConfiguration {

	/**
	 * Path below which the API is served.
	 */
	public static final String PATH = "/v1.0/";

	@Bean
	ApiScopes apiScopes(Endpoints endpoints) {
		return new ApiScopes(endpoints);
	}

	@Bean
	@Order(1)
	SecurityFilterChain apiSecurityFilterChain(HttpSecurity http) {
		return http.securityMatcher(PATH + "**")
			.authorizeHttpRequests((requests) -> requests.anyRequest().hasAuthority("SCOPE_" + ApiScopes.PERMISSION))
			.oauth2ResourceServer((resourceServer) -> resourceServer.jwt(Customizer.withDefaults()))
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.build();
	}

	@Bean
	JwtDecoder jwtDecoder(JWKSource<SecurityContext> keys, Endpoints endpoints) {
		// The issuer is only known once the server has a port
		return new SupplierJwtDecoder(() -> {
			NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys).build();
			decoder.setJwtValidator(JwtValidators.createDefaultWithValidators(
					List.of(new JwtIssuerValidator(endpoints.issuer()), new JwtAudienceValidator(endpoints.api()))));
			return decoder;
		});
	}

}
