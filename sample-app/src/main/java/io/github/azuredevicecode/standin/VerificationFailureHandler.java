package io.github.azuredevicecode.standin;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Tells the user that the sign-in was declined, or asks for the code again.
 */
final class VerificationFailureHandler implements AuthenticationFailureHandler {

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) throws IOException {
		boolean declined = exception instanceof OAuth2AuthenticationException failure
				&& OAuth2ErrorCodes.ACCESS_DENIED.equals(failure.getError().getErrorCode());
		response.sendRedirect(declined ? SignInController.DECLINED : StandInUris.VERIFICATION_PATH + "?error");
	}

}
