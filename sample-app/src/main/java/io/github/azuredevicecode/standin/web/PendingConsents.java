package io.github.azuredevicecode.standin.web;

import java.util.Collections;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.OAuth2UserCode;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * The consents that wait for a decision of the user. The state identifies a consent; what
 * a link says about it is ignored.
 */
final class PendingConsents {

	private static final OAuth2TokenType STATE = new OAuth2TokenType(OAuth2ParameterNames.STATE);

	private final OAuth2AuthorizationService authorizations;

	private final RegisteredClientRepository clients;

	PendingConsents(OAuth2AuthorizationService authorizations, RegisteredClientRepository clients) {
		this.authorizations = authorizations;
		this.clients = clients;
	}

	@Nullable PendingConsent find(String state) {
		OAuth2Authorization authorization = this.authorizations.findByToken(state, STATE);
		if (authorization == null) {
			return null;
		}
		RegisteredClient client = this.clients.findById(authorization.getRegisteredClientId());
		OAuth2Authorization.Token<OAuth2UserCode> userCode = authorization.getToken(OAuth2UserCode.class);
		Set<String> scopes = authorization.getAttribute(OAuth2ParameterNames.SCOPE);
		if (client == null || userCode == null) {
			return null;
		}
		return new PendingConsent(client.getClientId(), client.getClientName(), userCode.getToken().getTokenValue(),
				(scopes != null) ? scopes : Collections.emptySet());
	}

	record PendingConsent(String clientId, String clientName, String userCode, Set<String> scopes) {

	}

}
