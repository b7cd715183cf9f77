package io.github.azuredevicecode.autoconfigure;

import java.util.Map;

import io.github.azuredevicecode.DeviceCodeCredentialOptions;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.msal.EntraEndpoints;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/**
 * Makes the client registration that the properties describe.
 */
final class DeviceCodeClientRegistrationFactory {

	private final DeviceCodeProperties properties;

	DeviceCodeClientRegistrationFactory(DeviceCodeProperties properties) {
		this.properties = properties;
	}

	/**
	 * Make the registration.
	 * @return the registration, or {@code null} if no scopes are configured
	 */
	@Nullable ClientRegistration create() {
		DeviceCodePropertiesMapper mapper = new DeviceCodePropertiesMapper(this.properties);
		TokenRequest request = mapper.request();
		if (request == null) {
			return null;
		}
		DeviceCodeCredentialOptions options = mapper.options();
		EntraEndpoints endpoints = EntraEndpoints.of(options.authority(), options.tenantId());
		return ClientRegistration.withRegistrationId(mapper.registrationId())
			.clientId(options.clientId())
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
