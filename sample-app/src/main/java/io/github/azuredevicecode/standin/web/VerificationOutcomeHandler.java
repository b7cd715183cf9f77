package io.github.azuredevicecode.standin.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.RedirectStrategy;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;

/**
 * Handler that redirects the user to the page with the outcome of the sign-in.
 */
final class VerificationOutcomeHandler implements AuthenticationSuccessHandler, AuthenticationFailureHandler {

	private final RedirectStrategy redirects = new DefaultRedirectStrategy();

	@Override
	public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
			Authentication authentication) throws IOException {
		show(VerificationOutcome.SUCCESS, request, response);
	}

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) throws IOException {
		boolean declined = exception instanceof OAuth2AuthenticationException ex
				&& OAuth2ErrorCodes.ACCESS_DENIED.equals(ex.getError().getErrorCode());
		show(declined ? VerificationOutcome.DECLINED : VerificationOutcome.FAILED, request, response);
	}

	private void show(VerificationOutcome outcome, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		this.redirects.sendRedirect(request, response, outcome.path());
	}

}
