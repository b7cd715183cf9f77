package io.github.azuredevicecode.standin.authorization;

import java.util.Collections;

import io.github.azuredevicecode.standin.api.ApiScopes;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceCodeAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Converter of the token requests of the two grants that public clients have.
 */
final class TokenRequestConverter implements AuthenticationConverter {

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		String grantType = request.getParameter(OAuth2ParameterNames.GRANT_TYPE);
		if (GrantTypes.isDeviceCode(grantType)) {
			return new OAuth2DeviceCodeAuthenticationToken(Requests.required(request, OAuth2ParameterNames.DEVICE_CODE),
					Requests.principal(), Collections.emptyMap());
		}
		if (GrantTypes.isRefreshToken(grantType)) {
			return new OAuth2RefreshTokenAuthenticationToken(
					Requests.required(request, OAuth2ParameterNames.REFRESH_TOKEN), Requests.principal(),
					ApiScopes.requested(request.getParameter(OAuth2ParameterNames.SCOPE)), Collections.emptyMap());
		}
		return null;
	}

}
