package io.github.azuredevicecode.standin.authorization;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;

/**
 * Consent service that remembers nothing. So each sign-in asks the user, as Entra does in
 * the device grant.
 */
final class NoConsentService implements OAuth2AuthorizationConsentService {

	@Override
	public void save(OAuth2AuthorizationConsent authorizationConsent) {
	}

	@Override
	public void remove(OAuth2AuthorizationConsent authorizationConsent) {
	}

	@Override
	public @Nullable OAuth2AuthorizationConsent findById(String registeredClientId, String principalName) {
		return null;
	}

}
