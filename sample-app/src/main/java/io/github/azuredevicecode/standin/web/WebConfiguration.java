package io.github.azuredevicecode.standin.web;

import io.github.azuredevicecode.standin.tenant.DemoUser;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/**
 * Configuration of the pages, of the user who signs in there, and of the headers of all
 * responses.
 */
@Configuration(proxyBeanMethods = false)
@Import(SignInController.class)
public class WebConfiguration {

	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";

	@Bean
	Customizer<HeadersConfigurer<HttpSecurity>> headersCustomizer() {
		// Browsers would apply strict transport security to everything on localhost
		return (headers) -> headers.httpStrictTransportSecurity(HeadersConfigurer.HstsConfig::disable)
			.contentSecurityPolicy((policy) -> policy.policyDirectives(CONTENT_SECURITY_POLICY));
	}

	@Bean
	UserDetailsService userDetailsService() {
		return new InMemoryUserDetailsManager(
				User.withUsername(DemoUser.USERNAME).password("{noop}" + DemoUser.PASSWORD).build());
	}

	@Bean
	PendingConsents pendingConsents(OAuth2AuthorizationService authorizations, RegisteredClientRepository clients) {
		return new PendingConsents(authorizations, clients);
	}

}
