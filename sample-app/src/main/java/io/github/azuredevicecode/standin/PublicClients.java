package io.github.azuredevicecode.standin;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * The applications of the tenant: public clients that may ask for the API. They are made
 * when asked for, since some of their scopes carry the port of the stand-in.
 */
final class PublicClients implements RegisteredClientRepository {

	private final StandInOptions options;

	private final ApiScopes scopes;

	PublicClients(StandInOptions options, ApiScopes scopes) {
		this.options = options;
		this.scopes = scopes;
	}

	@Override
	public void save(RegisteredClient registeredClient) {
		throw new UnsupportedOperationException("Applications are given by the options of the stand-in");
	}

	@Override
	public @Nullable RegisteredClient findById(String id) {
		return findByClientId(id);
	}

	@Override
	public @Nullable RegisteredClient findByClientId(String clientId) {
		return this.options.clientIds().contains(clientId) ? client(clientId) : null;
	}

	private RegisteredClient client(String clientId) {
		return RegisteredClient.withId(clientId)
			.clientId(clientId)
			.clientName("Demo Application")
			.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
			.authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
			.authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
			.scopes((scopes) -> scopes.addAll(this.scopes.accepted()))
			.tokenSettings(TokenSettings.builder()
				.accessTokenTimeToLive(this.options.accessTokenLifetime())
				.deviceCodeTimeToLive(this.options.deviceCodeLifetime())
				.reuseRefreshTokens(false)
				.build())
			.build();
	}

}
