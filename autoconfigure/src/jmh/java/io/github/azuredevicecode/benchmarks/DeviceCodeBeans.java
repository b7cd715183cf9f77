package io.github.azuredevicecode.benchmarks;

import java.util.Map;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.http.DeviceCodeRestClientConfigurer;
import io.github.azuredevicecode.http.TokenHosts;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientManager;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientProvider;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/**
 * Beans over a credential, as the auto-configuration creates them.
 */
final class DeviceCodeBeans {

	private static final String REGISTRATION_ID = "device-code";

	private final InMemoryClientRegistrationRepository registrations;

	private final DeviceCodeOAuth2AuthorizedClientProvider provider;

	/**
	 * Creates beans.
	 * @param credential gives the tokens
	 * @param scope the one scope of the registration
	 */
	DeviceCodeBeans(DeviceCodeCredential credential, String scope) {
		this.registrations = new InMemoryClientRegistrationRepository(
				ClientRegistration.withRegistrationId(REGISTRATION_ID)
					.clientId("client")
					.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
					.authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
					.scope(scope)
					.tokenUri("https://login.microsoftonline.com/organizations/oauth2/v2.0/token")
					.build());
		this.provider = new DeviceCodeOAuth2AuthorizedClientProvider(credential);
	}

	String registrationId() {
		return REGISTRATION_ID;
	}

	/**
	 * Creates the manager that the configurer uses too, with our provider alone.
	 * @return the manager
	 */
	OAuth2AuthorizedClientManager manager() {
		return new DeviceCodeOAuth2AuthorizedClientManager(this.registrations, this.provider);
	}

	DeviceCodeRestClientConfigurer restClientConfigurer(ClientHttpRequestFactory client) {
		OAuth2AuthorizedClientManager manager = manager();
		return new DeviceCodeRestClientConfigurer(() -> manager, this.registrations, REGISTRATION_ID,
				Map.of(REGISTRATION_ID, new TokenHosts(null, "graph.microsoft.com")), (settings) -> client,
				HttpClientSettings.defaults(), false);
	}

}
