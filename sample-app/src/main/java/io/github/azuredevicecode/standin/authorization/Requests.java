package io.github.azuredevicecode.standin.authorization;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Access to what every request to the authorization server has.
 */
final class Requests {

	private Requests() {
	}

	static String required(HttpServletRequest request, String parameter) {
		String value = request.getParameter(parameter);
		if (!StringUtils.hasText(value)) {
			throw new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, parameter, null));
		}
		return value;
	}

	static Authentication principal() {
		Authentication principal = SecurityContextHolder.getContext().getAuthentication();
		Assert.state(principal != null, "The request is not authenticated");
		return principal;
	}

}
