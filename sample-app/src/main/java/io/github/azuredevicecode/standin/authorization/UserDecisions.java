package io.github.azuredevicecode.standin.authorization;

import java.util.Collections;
import java.util.Set;

import io.github.azuredevicecode.standin.tenant.DemoUser;
import io.github.azuredevicecode.standin.tenant.Endpoints;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationConsentAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationConsentAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceVerificationAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceVerificationAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

/**
 * Decisions on sign-ins in place of the user, by the same steps that the pages take.
 */
public final class UserDecisions {

	private final OAuth2DeviceVerificationAuthenticationProvider verification;

	private final OAuth2DeviceAuthorizationConsentAuthenticationProvider consent;

	private final AuthorizationServerContext context;

	UserDecisions(RegisteredClientRepository clients, OAuth2AuthorizationService authorizations,
			OAuth2AuthorizationConsentService consents, Endpoints endpoints, AuthorizationServerSettings settings) {
		this.verification = new OAuth2DeviceVerificationAuthenticationProvider(clients, authorizations, consents);
		this.consent = new OAuth2DeviceAuthorizationConsentAuthenticationProvider(clients, authorizations, consents);
		this.context = new Context(endpoints, settings);
	}

	/**
	 * Approves a sign-in.
	 * @param userCode the code that the user was asked to enter
	 */
	public void approve(String userCode) {
		OAuth2DeviceAuthorizationConsentAuthenticationToken question = ask(userCode);
		Set<String> scopes = question.getRequestedScopes();
		decide(question, (scopes != null) ? scopes : Collections.emptySet());
	}

	/**
	 * Declines a sign-in.
	 * @param userCode the code that the user was asked to enter
	 */
	public void decline(String userCode) {
		try {
			decide(ask(userCode), Collections.emptySet());
		}
		catch (OAuth2AuthenticationException ex) {
			// The authorization server confirms the decision by this error
			if (!OAuth2ErrorCodes.ACCESS_DENIED.equals(ex.getError().getErrorCode())) {
				throw ex;
			}
		}
	}

	private OAuth2DeviceAuthorizationConsentAuthenticationToken ask(String userCode) {
		Authentication user = UsernamePasswordAuthenticationToken.authenticated(DemoUser.USERNAME, null,
				AuthorityUtils.NO_AUTHORITIES);
		AuthorizationServerContextHolder.setContext(this.context);
		try {
			return (OAuth2DeviceAuthorizationConsentAuthenticationToken) this.verification
				.authenticate(new OAuth2DeviceVerificationAuthenticationToken(user, UserCodes.normalize(userCode),
						Collections.emptyMap()));
		}
		finally {
			AuthorizationServerContextHolder.resetContext();
		}
	}

	private void decide(OAuth2DeviceAuthorizationConsentAuthenticationToken question, Set<String> scopes) {
		this.consent.authenticate(new OAuth2DeviceAuthorizationConsentAuthenticationToken(
				question.getAuthorizationUri(), question.getClientId(), (Authentication) question.getPrincipal(),
				question.getUserCode(), question.getState(), scopes, Collections.emptyMap()));
	}

	private record Context(Endpoints endpoints,
			AuthorizationServerSettings settings) implements AuthorizationServerContext {

		@Override
		public String getIssuer() {
			return this.endpoints.issuer();
		}

		@Override
		public AuthorizationServerSettings getAuthorizationServerSettings() {
			return this.settings;
		}

	}

}
