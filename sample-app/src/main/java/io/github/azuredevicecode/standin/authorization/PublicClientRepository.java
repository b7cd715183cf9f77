package io.github.azuredevicecode.standin.authorization;

import io.github.azuredevicecode.standin.api.ApiScopes;
import io.github.azuredevicecode.standin.behavior.Behavior;
import io.github.azuredevicecode.standin.tenant.Tenant;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * The applications of the tenant: public clients that may request tokens for the API. A
 * client is created on each look-up, since some of its scopes contain the port of the
 * stand-in.
 */
final class PublicClientRepository implements RegisteredClientRepository {

	private final Tenant tenant;

	private final ApiScopes scopes;

	private final Behavior behavior;

	PublicClientRepository(Tenant tenant, ApiScopes scopes, Behavior behavior) {
		this.tenant = tenant;
		this.scopes = scopes;
		this.behavior = behavior;
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
		return this.tenant.clientIds().contains(clientId) ? client(clientId) : null;
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
				.accessTokenTimeToLive(this.behavior.accessTokenLifetime())
				.deviceCodeTimeToLive(this.behavior.deviceCodeLifetime())
				.reuseRefreshTokens(!this.behavior.rotatesRefreshTokens())
				.build())
			.build();
	}

}
