package io.github.azuredevicecode.autoconfigure.oauth2;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.autoconfigure.credential.CredentialDefinition;
import io.github.azuredevicecode.autoconfigure.credential.CredentialSettings;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.entra.EntraEndpoints;
import io.github.azuredevicecode.oauth2.DeviceCodeClientRegistrations;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Lazy;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/**
 * The client registrations that the properties describe, created once. Not a repository,
 * so that it can be a bean: a second repository would take the shared manager and the
 * login page away from the application.
 */
@Lazy
public final class ContributedClientRegistrations {

	private final Map<String, ClientRegistration> contributed = new LinkedHashMap<>();

	private final Map<String, ClientRegistration> all = new LinkedHashMap<>();

	ContributedClientRegistrations(CredentialSettings settings) {
		settings.byRegistration().forEach((id, definition) -> {
			ClientRegistration registration = create(definition);
			this.all.put(id, registration);
			if (definition.request() != null) {
				this.contributed.put(id, registration);
			}
		});
	}

	private static ClientRegistration create(CredentialDefinition definition) {
		AuthoritySettings authority = definition.authority();
		EntraEndpoints endpoints = EntraEndpoints.of(authority.authority(), authority.tenantId());
		TokenRequest request = definition.request();
		return ClientRegistration.withRegistrationId(definition.registrationId())
			.clientId(authority.clientId())
			.clientName("Microsoft Entra device code")
			.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
			.authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
			.scope((request != null) ? request.scopes() : Collections.emptySet())
			.tokenUri(endpoints.token().toString())
			.providerConfigurationMetadata(
					Map.of("device_authorization_endpoint", endpoints.deviceAuthorization().toString()))
			.build();
	}

	/**
	 * Returns the registrations to contribute to the application.
	 * @return a registration for each credential for which scopes are configured
	 */
	Collection<ClientRegistration> contributed() {
		return this.contributed.values();
	}

	/**
	 * Returns a repository of the application's registrations and the contributed ones.
	 * @param application the application's registrations, or {@code null} if it has none
	 * @return the repository
	 */
	public ClientRegistrationRepository withApplication(@Nullable ClientRegistrationRepository application) {
		return new DeviceCodeClientRegistrations(application, this.contributed.values());
	}

	/**
	 * Returns a repository for the clients of this library, which ask for scopes by
	 * themselves and therefore use the registration of a credential without scopes, too.
	 * @param application the application's registrations, or {@code null} if it has none
	 * @return the repository
	 */
	public ClientRegistrationRepository forOwnClients(@Nullable ClientRegistrationRepository application) {
		return new DeviceCodeClientRegistrations(application, this.all.values());
	}

}
