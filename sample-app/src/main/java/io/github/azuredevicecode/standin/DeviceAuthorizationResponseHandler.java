package io.github.azuredevicecode.standin;

import java.io.IOException;
import java.util.Map;

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
 * Answers the request for a device code, with the message and the interval that Entra
 * adds.
 */
final class DeviceAuthorizationResponseHandler implements AuthenticationSuccessHandler {

	private static final String MESSAGE = "To sign in, use a web browser to open the page %s and enter the code %s to authenticate.";

	private final OAuth2DeviceAuthorizationResponseHttpMessageConverter converter = new OAuth2DeviceAuthorizationResponseHttpMessageConverter();

	private final StandInUris uris;

	private final StandInOptions options;

	DeviceAuthorizationResponseHandler(StandInUris uris, StandInOptions options) {
		this.uris = uris;
		this.options = options;
	}

	@Override
	public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
			Authentication authentication) throws IOException {
		OAuth2DeviceAuthorizationRequestAuthenticationToken result = (OAuth2DeviceAuthorizationRequestAuthenticationToken) authentication;
		OAuth2DeviceCode deviceCode = result.getDeviceCode();
		OAuth2UserCode userCode = result.getUserCode();
		Assert.state(deviceCode != null && userCode != null, "The device authorization has no codes");
		String verificationUri = this.uris.verification();
		this.converter.write(OAuth2DeviceAuthorizationResponse.with(deviceCode, userCode)
			.verificationUri(verificationUri)
			.interval(this.options.pollingInterval().toSeconds())
			.additionalParameters(Map.of("message", MESSAGE.formatted(verificationUri, userCode.getTokenValue())))
			.build(), null, new ServletServerHttpResponse(response));
	}

}
