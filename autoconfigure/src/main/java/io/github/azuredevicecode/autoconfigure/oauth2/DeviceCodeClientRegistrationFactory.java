package io.github.azuredevicecode.autoconfigure.oauth2;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.autoconfigure.DeviceCodePropertiesMapper;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.entra.EntraEndpoints;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/**
 * Makes the client registrations that the properties describe.
 */
public final class DeviceCodeClientRegistrationFactory {

	private final Collection<DeviceCodePropertiesMapper> credentials;

	public DeviceCodeClientRegistrationFactory(Collection<DeviceCodePropertiesMapper> credentials) {
		this.credentials = credentials;
	}

	/**
	 * Make the registrations.
	 * @return a registration for each credential for which scopes are configured
	 */
	public Collection<ClientRegistration> create() {
		Map<String, ClientRegistration> registrations = new LinkedHashMap<>();
		for (DeviceCodePropertiesMapper credential : this.credentials) {
			TokenRequest request = credential.request();
			if (request != null) {
				String id = credential.registrationId();
				if (registrations.putIfAbsent(id, create(id, credential.authority(), request)) != null) {
					throw new InvalidConfigurationPropertyValueException(
							credential.prefix() + ".oauth2.registration-id", id,
							"another credential has a client registration with this id");
				}
			}
		}
		return registrations.values();
	}

	private static ClientRegistration create(String id, AuthoritySettings settings, TokenRequest request) {
		EntraEndpoints endpoints = EntraEndpoints.of(settings.authority(), settings.tenantId());
		return ClientRegistration.withRegistrationId(id)
			.clientId(settings.clientId())
			.clientName("Microsoft Entra device code")
			.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
			.authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
			.scope(request.scopes())
			.tokenUri(endpoints.token().toString())
			.providerConfigurationMetadata(
					Map.of("device_authorization_endpoint", endpoints.deviceAuthorization().toString()))
			.build();
	}

}
