package io.github.azuredevicecode.standin.authorization;

import java.util.Collections;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpMethod;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationConsentAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceVerificationAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Converter of the code that the user entered, and of the decision that follows. The
 * converters of the authorization server reject codes as long as Entra's.
 */
final class VerificationRequestConverter implements AuthenticationConverter {

	@Override
	public Authentication convert(HttpServletRequest request) {
		String userCode = UserCodes.normalize(Requests.required(request, OAuth2ParameterNames.USER_CODE));
		if (!HttpMethod.POST.matches(request.getMethod()) || request.getParameter(OAuth2ParameterNames.STATE) == null) {
			return new OAuth2DeviceVerificationAuthenticationToken(Requests.principal(), userCode,
					Collections.emptyMap());
		}
		String[] scopes = request.getParameterValues(OAuth2ParameterNames.SCOPE);
		return new OAuth2DeviceAuthorizationConsentAuthenticationToken(request.getRequestURL().toString(),
				Requests.required(request, OAuth2ParameterNames.CLIENT_ID), Requests.principal(), userCode,
				Requests.required(request, OAuth2ParameterNames.STATE),
				(scopes != null) ? Set.of(scopes) : Collections.emptySet(), Collections.emptyMap());
	}

}
