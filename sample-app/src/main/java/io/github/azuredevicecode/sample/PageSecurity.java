package io.github.azuredevicecode.sample;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Opens all pages to whoever sits at this machine: the server listens on the loopback
 * address alone. An application that others can reach must ask its users to log in, and
 * let those alone see the sign-in page who may sign in an account of theirs.
 */
@Configuration(proxyBeanMethods = false)
class PageSecurity {

	@Bean
	SecurityFilterChain pageSecurityFilterChain(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.headers((headers) -> headers
				.contentSecurityPolicy(
						(policy) -> policy.policyDirectives("default-src 'self'; frame-ancestors 'none'"))
				.referrerPolicy((policy) -> policy.policy(ReferrerPolicy.NO_REFERRER)))
			.build();
	}

}
