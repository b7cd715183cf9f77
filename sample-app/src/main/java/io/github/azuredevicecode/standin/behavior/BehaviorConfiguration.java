package io.github.azuredevicecode.standin.behavior;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Configuration of what changes the behavior. The stand-in listens on this machine only.
 */
@Configuration(proxyBeanMethods = false)
@Import(BehaviorController.class)
public class BehaviorConfiguration {

	static final String PATH = "/stand-in";

	@Bean
	FilterRegistrationBean<BehaviorFilter> behaviorFilter(Behavior behavior) {
		FilterRegistrationBean<BehaviorFilter> registration = new FilterRegistrationBean<>(
				new BehaviorFilter(behavior));
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
		return registration;
	}

	@Bean
	@Order(0)
	SecurityFilterChain behaviorSecurityFilterChain(HttpSecurity http) {
		return http.securityMatcher(PATH)
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.csrf((csrf) -> csrf.disable())
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.build();
	}

}
