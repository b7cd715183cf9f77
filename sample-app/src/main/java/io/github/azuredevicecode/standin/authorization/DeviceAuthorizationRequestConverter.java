package io.github.azuredevicecode.standin.authorization;

import java.util.Collections;
import java.util.Set;

import io.github.azuredevicecode.standin.api.ApiScopes;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Converter of the request for a device code.
 */
final class DeviceAuthorizationRequestConverter implements AuthenticationConverter {

	@Override
	public Authentication convert(HttpServletRequest request) {
		Set<String> scopes = ApiScopes.requested(Requests.required(request, OAuth2ParameterNames.SCOPE));
		if (scopes.isEmpty()) {
			throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_SCOPE);
		}
		return new OAuth2DeviceAuthorizationRequestAuthenticationToken(Requests.principal(),
				request.getRequestURL().toString(), scopes, Collections.emptyMap());
	}

}
