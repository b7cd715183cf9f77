package io.github.azuredevicecode.standin;

import java.util.List;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AccessTokenResponseAuthenticationSuccessHandler;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;

/**
 * Puts Entra's manners on the endpoints for clients, and pages on those for the user.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class EntraSecurityConfiguration {

	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";

	private final StandInUris uris;

	private final StandInOptions options;

	private final Authorizations authorizations;

	EntraSecurityConfiguration(StandInUris uris, StandInOptions options, Authorizations authorizations) {
		this.uris = uris;
		this.options = options;
		this.authorizations = authorizations;
	}

	@Bean
	@Order(2)
	SecurityFilterChain entraSecurityFilterChain(HttpSecurity http, PublicClients clients, Claims claims,
			JwtEncoder encoder) {
		return http.oauth2AuthorizationServer((server) -> {
			EntraErrorHandler errorHandler = errorHandler();
			identifyClients(server, clients, errorHandler);
			issueDeviceCodes(server, errorHandler);
			verifyUserCodes(server);
			issueTokens(server, claims, encoder, errorHandler);
		})
			.authorizeHttpRequests((requests) -> requests
				.requestMatchers(SignInController.SIGN_IN_PATH, MetadataController.PATH, "/error")
				.permitAll()
				.anyRequest()
				.authenticated())
			.formLogin((login) -> login.loginPage(SignInController.SIGN_IN_PATH)
				.defaultSuccessUrl(StandInUris.VERIFICATION_PATH))
			.exceptionHandling((errors) -> errors
				.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint(SignInController.SIGN_IN_PATH)))
			.csrf(EntraSecurityConfiguration::protectPages)
			.headers(EntraSecurityConfiguration::secure)
			.build();
	}

	@Bean
	UserDetailsService userDetailsService() {
		return new InMemoryUserDetailsManager(
				User.withUsername(DemoUser.USERNAME).password("{noop}" + DemoUser.PASSWORD).build());
	}

	private EntraErrorHandler errorHandler() {
		return new EntraErrorHandler(
				new EntraErrors(this.authorizations, new PollingPace(this.options.pollingInterval())));
	}

	private static void identifyClients(OAuth2AuthorizationServerConfigurer server, PublicClients clients,
			EntraErrorHandler errorHandler) {
		PublicClientAuthentication authentication = new PublicClientAuthentication(clients);
		server.clientAuthentication(
				(client) -> client.authenticationConverters((converters) -> replace(converters, authentication))
					.authenticationProviders((providers) -> replace(providers, authentication))
					.errorResponseHandler(errorHandler));
	}

	private void issueDeviceCodes(OAuth2AuthorizationServerConfigurer server, EntraErrorHandler errorHandler) {
		server.deviceAuthorizationEndpoint((endpoint) -> endpoint
			.deviceAuthorizationRequestConverters(
					(converters) -> replace(converters, new DeviceAuthorizationRequestConverter()))
			.authenticationProviders(EntraSecurityConfiguration::useUserCodes)
			.deviceAuthorizationResponseHandler(new DeviceAuthorizationResponseHandler(this.uris, this.options))
			.errorResponseHandler(errorHandler));
	}

	private static void useUserCodes(List<AuthenticationProvider> providers) {
		for (AuthenticationProvider provider : providers) {
			if (provider instanceof OAuth2DeviceAuthorizationRequestAuthenticationProvider deviceAuthorization) {
				deviceAuthorization.setUserCodeGenerator(new UserCodes());
			}
		}
	}

	private static void verifyUserCodes(OAuth2AuthorizationServerConfigurer server) {
		server.deviceVerificationEndpoint((endpoint) -> endpoint
			.deviceVerificationRequestConverters(
					(converters) -> replace(converters, new VerificationRequestConverter()))
			.consentPage(SignInController.CONSENT_PATH)
			.deviceVerificationResponseHandler(new VerificationOutcomeHandler())
			.errorResponseHandler(new VerificationOutcomeHandler()));
	}

	private void issueTokens(OAuth2AuthorizationServerConfigurer server, Claims claims, JwtEncoder encoder,
			EntraErrorHandler errorHandler) {
		OAuth2AccessTokenResponseAuthenticationSuccessHandler responseHandler = new OAuth2AccessTokenResponseAuthenticationSuccessHandler();
		responseHandler
			.setAccessTokenResponseCustomizer(new TokenResponseCustomizer(this.uris, this.options, claims, encoder));
		server.tokenEndpoint((endpoint) -> endpoint
			.accessTokenRequestConverters((converters) -> replace(converters, new TokenRequestConverter()))
			.accessTokenResponseHandler(responseHandler)
			.errorResponseHandler(errorHandler));
	}

	// The authorization server exempts the verification endpoint along with those for
	// clients, although the user's browser submits to it
	private static void protectPages(CsrfConfigurer<HttpSecurity> csrf) {
		PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
		AndRequestMatcher matcher = new AndRequestMatcher(CsrfFilter.DEFAULT_CSRF_MATCHER,
				new NegatedRequestMatcher(new OrRequestMatcher(paths.matcher("/**" + StandInUris.DEVICE_CODE_PATH),
						paths.matcher("/**" + StandInUris.TOKEN_PATH))));
		csrf.withObjectPostProcessor(new ObjectPostProcessor<CsrfFilter>() {

			@Override
			public <O extends CsrfFilter> O postProcess(O filter) {
				filter.setRequireCsrfProtectionMatcher(matcher);
				return filter;
			}

		});
	}

	static void secure(HeadersConfigurer<HttpSecurity> headers) {
		// Browsers would apply it to whatever else is developed on localhost
		headers.httpStrictTransportSecurity(HeadersConfigurer.HstsConfig::disable)
			.contentSecurityPolicy((policy) -> policy.policyDirectives(CONTENT_SECURITY_POLICY));
	}

	private static <T> void replace(List<T> defaults, T replacement) {
		defaults.clear();
		defaults.add(replacement);
	}

}
