package io.github.azuredevicecode.benchmarks;

import java.time.Duration;
import java.time.Instant;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.credential.SignedInCredentials;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;

/**
 * Spring Security's manager with one provider and one client whose token is valid.
 */
public final class Managers {

	private static final String PRINCIPAL = "device-code";

	private Managers() {
	}

	// Built for each call, as interceptors do it
	private static String authorize(OAuth2AuthorizedClientManager manager, String registrationId) {
		OAuth2AuthorizeRequest request = OAuth2AuthorizeRequest.withClientRegistrationId(registrationId)
			.principal(PRINCIPAL)
			.build();
		return manager.authorize(request).getAccessToken().getTokenValue();
	}

	/**
	 * Our provider and our registration.
	 */
	@State(Scope.Benchmark)
	public static class DeviceCode {

		private DeviceCodeCredential credential;

		private OAuth2AuthorizedClientManager manager;

		private String registrationId;

		@Setup
		public void signIn() {
			this.credential = SignedInCredentials.create(Tokens.REQUEST, Tokens.VALUE);
			DeviceCodeBeans beans = new DeviceCodeBeans(this.credential, Tokens.SCOPE);
			this.manager = beans.manager();
			this.registrationId = beans.registrationId();
			Tokens.require(authorize());
		}

		@TearDown
		public void close() {
			this.credential.close();
		}

		String authorize() {
			return Managers.authorize(this.manager, this.registrationId);
		}

	}

	/**
	 * Spring's own provider and a registration for it.
	 */
	@State(Scope.Benchmark)
	public static class ClientCredentials {

		private static final String REGISTRATION_ID = "client-credentials";

		private AuthorizedClientServiceOAuth2AuthorizedClientManager manager;

		@Setup
		public void authorizeOnce() {
			ClientRegistration registration = ClientRegistration.withRegistrationId(REGISTRATION_ID)
				.clientId("client")
				.clientSecret("secret")
				.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
				.scope(Tokens.SCOPE)
				.tokenUri("https://login.microsoftonline.com/tenant/oauth2/v2.0/token")
				.build();
			InMemoryClientRegistrationRepository registrations = new InMemoryClientRegistrationRepository(registration);
			InMemoryOAuth2AuthorizedClientService clients = new InMemoryOAuth2AuthorizedClientService(registrations);
			Instant now = Instant.now();
			clients
				.saveAuthorizedClient(
						new OAuth2AuthorizedClient(registration, PRINCIPAL,
								new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, Tokens.VALUE, now,
										now.plus(Duration.ofDays(1)))),
						new TestingAuthenticationToken(PRINCIPAL, null));
			this.manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, clients);
			this.manager.setAuthorizedClientProvider(
					OAuth2AuthorizedClientProviderBuilder.builder().clientCredentials().build());
			Tokens.require(authorize());
		}

		String authorize() {
			return Managers.authorize(this.manager, REGISTRATION_ID);
		}

		ClientHttpRequestInterceptor interceptor() {
			OAuth2ClientHttpRequestInterceptor interceptor = new OAuth2ClientHttpRequestInterceptor(this.manager);
			Authentication principal = new TestingAuthenticationToken(PRINCIPAL, null);
			interceptor.setClientRegistrationIdResolver((request) -> REGISTRATION_ID);
			interceptor.setPrincipalResolver((request) -> principal);
			return interceptor;
		}

	}

}
