package io.github.azuredevicecode.standin;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2DeviceAuthorizationEndpointConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2RefreshTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AccessTokenResponseAuthenticationSuccessHandler;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationSuccessHandler;

/**
 * The authorization server: Spring's, with the device grant as Entra has it, and the
 * pages of the user.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class AuthorizationServerConfiguration {

	@Bean
	@Order(2)
	SecurityFilterChain authorizationServerSecurityFilterChain(HttpSecurity http, StandInUris uris,
			StandInOptions options, Claims claims, JwtEncoder encoder, PublicClients clients, EntraErrors errors) {
		PublicClientAuthentication publicClients = new PublicClientAuthentication(clients);
		EntraErrorHandler errorHandler = new EntraErrorHandler(errors);
		OAuth2AccessTokenResponseAuthenticationSuccessHandler tokenResponses = new OAuth2AccessTokenResponseAuthenticationSuccessHandler();
		tokenResponses.setAccessTokenResponseCustomizer(new TokenResponseCustomizer(uris, options, claims, encoder));
		OAuth2AuthorizationServerConfigurer configurer = new OAuth2AuthorizationServerConfigurer();
		http.securityMatcher(configurer.getEndpointsMatcher())
			.with(configurer,
					(server) -> server
						.clientAuthentication((authentication) -> authentication.authenticationConverter(publicClients)
							.authenticationProvider(publicClients)
							.errorResponseHandler(errorHandler))
						.deviceAuthorizationEndpoint(
								(endpoint) -> withLongUserCodes(endpoint).verificationUri(StandInUris.VERIFICATION_PATH)
									.deviceAuthorizationRequestConverters((converters) -> {
										converters.clear();
										converters.add(new DeviceAuthorizationRequestConverter());
									})
									.deviceAuthorizationResponseHandler(
											new DeviceAuthorizationResponseHandler(uris, options))
									.errorResponseHandler(errorHandler))
						.deviceVerificationEndpoint((endpoint) -> endpoint.consentPage(SignInController.CONSENT)
							.deviceVerificationRequestConverters((converters) -> {
								converters.clear();
								converters.add(new VerificationRequestConverter());
							})
							.deviceVerificationResponseHandler(
									new SimpleUrlAuthenticationSuccessHandler(SignInController.SIGNED_IN))
							.errorResponseHandler(new VerificationFailureHandler()))
						.tokenEndpoint((endpoint) -> endpoint.accessTokenRequestConverters((converters) -> {
							converters.clear();
							converters.add(new TokenRequestConverter());
						}).accessTokenResponseHandler(tokenResponses).errorResponseHandler(errorHandler)))
			.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.exceptionHandling((exceptions) -> exceptions
				.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint(SignInController.SIGN_IN)));
		return http.build();
	}

	private static OAuth2DeviceAuthorizationEndpointConfigurer withLongUserCodes(
			OAuth2DeviceAuthorizationEndpointConfigurer endpoint) {
		return endpoint.authenticationProviders((providers) -> providers.forEach((provider) -> {
			if (provider instanceof OAuth2DeviceAuthorizationRequestAuthenticationProvider requests) {
				requests.setUserCodeGenerator(new UserCodes());
			}
		}));
	}

	@Bean
	@Order(3)
	SecurityFilterChain pagesSecurityFilterChain(HttpSecurity http) {
		return http
			.authorizeHttpRequests(
					(requests) -> requests.requestMatchers(SignInController.SIGN_IN, MetadataController.PATH, "/error")
						.permitAll()
						.anyRequest()
						.authenticated())
			.formLogin((login) -> login.loginPage(SignInController.SIGN_IN)
				.failureHandler(new SimpleUrlAuthenticationFailureHandler(SignInController.SIGN_IN + "?error")))
			.build();
	}

	@Bean
	UserDetailsService userDetailsService() {
		return new InMemoryUserDetailsManager(
				User.withUsername(DemoUser.USERNAME).password("{noop}" + DemoUser.PASSWORD).build());
	}

	@Bean
	AuthorizationServerSettings authorizationServerSettings() {
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
	PublicClients registeredClientRepository(StandInOptions options, StandInUris uris) {
		return new PublicClients(options, new ApiScopes(uris));
	}

	@Bean
	Authorizations authorizationService() {
		return new Authorizations();
	}

	@Bean
	NoConsents authorizationConsentService() {
		return new NoConsents();
	}

	@Bean
	Decisions decisions(RegisteredClientRepository clients, Authorizations authorizations,
			OAuth2AuthorizationConsentService consents, StandInUris uris, AuthorizationServerSettings settings) {
		return new Decisions(clients, authorizations, consents, uris, settings);
	}

	@Bean
	EntraErrors entraErrors(Authorizations authorizations, StandInOptions options) {
		return new EntraErrors(authorizations, new PollingPace(options.pollingInterval()));
	}

	@Bean
	Claims claims(StandInOptions options) {
		return new Claims(options);
	}

	@Bean
	JWKSource<SecurityContext> signingKeys() throws NoSuchAlgorithmException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(2048);
		KeyPair keys = generator.generateKeyPair();
		return new ImmutableJWKSet<>(
				new JWKSet(new RSAKey.Builder((RSAPublicKey) keys.getPublic()).privateKey(keys.getPrivate())
					.keyID("stand-in")
					.build()));
	}

	@Bean
	JwtEncoder jwtEncoder(JWKSource<SecurityContext> signingKeys) {
		return new NimbusJwtEncoder(signingKeys);
	}

	@Bean
	OAuth2TokenGenerator<?> tokenGenerator(JwtEncoder encoder, StandInUris uris, Claims claims) {
		JwtGenerator accessTokens = new JwtGenerator(encoder);
		accessTokens.setJwtCustomizer(new AccessTokenCustomizer(uris, claims));
		return new DelegatingOAuth2TokenGenerator(accessTokens, new OAuth2RefreshTokenGenerator());
	}

}
