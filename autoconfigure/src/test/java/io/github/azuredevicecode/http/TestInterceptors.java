package io.github.azuredevicecode.http;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;

/**
 * Interceptors and registrations for tests.
 */
public final class TestInterceptors {

	private TestInterceptors() {
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

	public static DeviceCodeClientHttpRequestInterceptor allowing(String... hosts) {
		ClientRegistration registration = registration("id", "User.Read");
		OAuth2AuthorizedClientManager manager = (request) -> authorizedClient(registration, "the-token",
				Instant.now().plusSeconds(3600));
		return new DeviceCodeClientHttpRequestInterceptor(manager, (id) -> registration, "id",
				Map.of("id", new TokenHosts(AllowedHosts.of(List.of(hosts)), "graph.microsoft.com")));
	}

}
