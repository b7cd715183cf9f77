package io.github.azuredevicecode.standin.authorization;

import java.util.List;

import io.github.azuredevicecode.standin.behavior.Behavior;
import io.github.azuredevicecode.standin.error.EntraErrorHandler;
import io.github.azuredevicecode.standin.tenant.Endpoints;
import io.github.azuredevicecode.standin.tenant.Tenant;
import io.github.azuredevicecode.standin.web.PageSecurity;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AccessTokenResponseAuthenticationSuccessHandler;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Configuration of the endpoints, which answer clients as Entra does and show pages to
 * the user.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class AuthorizationServerSecurityConfiguration {

	private final Endpoints endpoints;

	private final Tenant tenant;

	private final AuthorizationStore authorizations;

	private final Behavior behavior;

	AuthorizationServerSecurityConfiguration(Endpoints endpoints, Tenant tenant, AuthorizationStore authorizations,
			Behavior behavior) {
		this.endpoints = endpoints;
		this.tenant = tenant;
		this.authorizations = authorizations;
		this.behavior = behavior;
	}

	@Bean
	@Order(2)
	SecurityFilterChain entraSecurityFilterChain(HttpSecurity http, PublicClientRepository clients, UserClaims claims,
			JwtEncoder encoder) {
		http.oauth2AuthorizationServer((server) -> {
			EntraErrorHandler errorHandler = errorHandler();
			identifyClients(server, clients, errorHandler);
			issueDeviceCodes(server, errorHandler);
			verifyUserCodes(server);
			issueTokens(server, claims, encoder, errorHandler);
		})
			.authorizeHttpRequests(
					(requests) -> requests.requestMatchers(PageSecurity.SIGN_IN_PATH, MetadataController.PATH, "/error")
						.permitAll()
						.anyRequest()
						.authenticated());
		PageSecurity.apply(http);
		return http.build();
	}

	private EntraErrorHandler errorHandler() {
		return new EntraErrorHandler(this.authorizations, new PollingPace(this.tenant.pollingInterval())::isTooFast);
	}

	private static void identifyClients(OAuth2AuthorizationServerConfigurer server, PublicClientRepository clients,
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
			.authenticationProviders(AuthorizationServerSecurityConfiguration::useUserCodes)
			.deviceAuthorizationResponseHandler(new DeviceAuthorizationResponseHandler(this.endpoints, this.tenant))
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
		server.deviceVerificationEndpoint((endpoint) -> {
			endpoint.deviceVerificationRequestConverters(
					(converters) -> replace(converters, new VerificationRequestConverter()));
			PageSecurity.apply(endpoint);
		});
	}

	private void issueTokens(OAuth2AuthorizationServerConfigurer server, UserClaims claims, JwtEncoder encoder,
			EntraErrorHandler errorHandler) {
		OAuth2AccessTokenResponseAuthenticationSuccessHandler responseHandler = new OAuth2AccessTokenResponseAuthenticationSuccessHandler();
		responseHandler.setAccessTokenResponseCustomizer(
				new TokenResponseCustomizer(this.endpoints, this.tenant, this.behavior, claims, encoder));
		server.tokenEndpoint((endpoint) -> endpoint
			.accessTokenRequestConverters((converters) -> replace(converters, new TokenRequestConverter()))
			.accessTokenResponseHandler(responseHandler)
			.errorResponseHandler(errorHandler));
	}

	private static <T> void replace(List<T> defaults, T replacement) {
		defaults.clear();
		defaults.add(replacement);
	}

}
