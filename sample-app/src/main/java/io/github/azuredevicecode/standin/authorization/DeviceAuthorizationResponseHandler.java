package io.github.azuredevicecode.standin.authorization;

import java.io.IOException;
import java.util.Map;

import io.github.azuredevicecode.standin.tenant.Endpoints;
import io.github.azuredevicecode.standin.tenant.Tenant;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2UserCode;
import org.springframework.security.oauth2.core.endpoint.OAuth2DeviceAuthorizationResponse;
import org.springframework.security.oauth2.core.http.converter.OAuth2DeviceAuthorizationResponseHttpMessageConverter;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.util.Assert;

/**
 * Handler that writes the response to a request for a device code, with the message and
 * the interval that Entra adds.
 */
final class DeviceAuthorizationResponseHandler implements AuthenticationSuccessHandler {

	private static final String MESSAGE = "To sign in, use a web browser to open the page %s and enter the code %s to authenticate.";

	private final OAuth2DeviceAuthorizationResponseHttpMessageConverter converter = new OAuth2DeviceAuthorizationResponseHttpMessageConverter();

	private final Endpoints endpoints;

	private final Tenant tenant;

	DeviceAuthorizationResponseHandler(Endpoints endpoints, Tenant tenant) {
		this.endpoints = endpoints;
		this.tenant = tenant;
	}

	@Override
	public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
			Authentication authentication) throws IOException {
		OAuth2DeviceAuthorizationRequestAuthenticationToken result = (OAuth2DeviceAuthorizationRequestAuthenticationToken) authentication;
		OAuth2DeviceCode deviceCode = result.getDeviceCode();
		OAuth2UserCode userCode = result.getUserCode();
		Assert.state(deviceCode != null && userCode != null, "The device authorization has no codes");
		String verificationUri = this.endpoints.verification();
		this.converter.write(OAuth2DeviceAuthorizationResponse.with(deviceCode, userCode)
			.verificationUri(verificationUri)
			.interval(this.tenant.pollingInterval().toSeconds())
			.additionalParameters(Map.of("message", MESSAGE.formatted(verificationUri, userCode.getTokenValue())))
			.build(), null, new ServletServerHttpResponse(response));
	}

}
