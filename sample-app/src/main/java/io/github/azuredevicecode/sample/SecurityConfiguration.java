package io.github.azuredevicecode.sample;

import java.util.Set;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Configuration that opens all pages to the users of this machine, since the server
 * listens on the loopback address only, and a page of another site whose name was made to
 * resolve to this machine is refused by its host. An application that others can reach
 * must ask its users to log in, and show the sign-in page only to users who may sign in
 * an account of their own.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	@Bean
	SecurityFilterChain pageSecurityFilterChain(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.headers((headers) -> headers
				.contentSecurityPolicy(
						(policy) -> policy.policyDirectives("default-src 'self'; frame-ancestors 'none'"))
				.referrerPolicy((policy) -> policy.policy(ReferrerPolicy.NO_REFERRER)))
			.build();
	}

	@Bean
	StrictHttpFirewall httpFirewall() {
		StrictHttpFirewall firewall = new StrictHttpFirewall();
		firewall.setAllowedHostnames(Set.of("localhost", "127.0.0.1")::contains);
		return firewall;
	}

}
