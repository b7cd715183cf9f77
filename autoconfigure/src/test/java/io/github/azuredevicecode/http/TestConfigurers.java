package io.github.azuredevicecode.http;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientManager;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientProvider;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import io.github.azuredevicecode.testsupport.ResourceServer;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;

/**
 * Configurers and registrations for tests.
 */
public final class TestConfigurers {

	/**
	 * Settings that trust the {@link ResourceServer}.
	 */
	public static final HttpClientSettings SETTINGS = HttpClientSettings.ofSslBundle(ResourceServer.sslBundle());

	private TestConfigurers() {
	}

	public static ClientRegistration registration(String id, String... scopes) {
		return ClientRegistration.withRegistrationId(id)
			.clientId("client")
			.authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
			.scope(scopes)
			.tokenUri("https://login.microsoftonline.com/organizations/oauth2/v2.0/token")
			.build();
	}

	public static List<ClientRegistration> mailAndOther() {
		return List.of(registration("mail", "Mail.Read"),
				ClientRegistration.withClientRegistration(registration("other", "User.Read"))
					.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
					.build());
	}

	public static OAuth2AuthorizedClient authorizedClient(ClientRegistration registration, String token,
			Instant expiresAt) {
		return new OAuth2AuthorizedClient(registration, "anyone",
				new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, token, null, expiresAt));
	}

	public static DeviceCodeRestClientConfigurer restClient(String host) {
		return restClient(new FakeDeviceCodeCredential(), host);
	}

	public static DeviceCodeRestClientConfigurer restClient(DeviceCodeCredential credential, String host) {
		ClientRegistration registration = registration("id", "User.Read");
		ClientRegistrationRepository registrations = (id) -> id.equals("id") ? registration : null;
		OAuth2AuthorizedClientManager manager = new DeviceCodeOAuth2AuthorizedClientManager(registrations,
				new DeviceCodeOAuth2AuthorizedClientProvider(credential));
		return new DeviceCodeRestClientConfigurer(() -> manager, registrations, "id",
				Map.of("id", new TokenHosts(AllowedHosts.of(List.of(host)), "graph.microsoft.com")),
				ClientHttpRequestFactoryBuilder.jdk(), SETTINGS, false);
	}

	public static DeviceCodeWebClientConfigurer webClient(DeviceCodeCredential credential, String graphHost) {
		TokenSource source = new TokenSource(() -> credential, TokenRequest.of("User.Read"), false,
				new TokenHosts(null, graphHost));
		return new DeviceCodeWebClientConfigurer((id) -> null, "id", Map.of("id", source),
				ClientHttpConnectorBuilder.jdk(), SETTINGS, false);
	}

}
