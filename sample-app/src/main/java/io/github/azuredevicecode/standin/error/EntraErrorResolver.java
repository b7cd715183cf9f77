package io.github.azuredevicecode.standin.error;

import java.util.function.Predicate;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * Translation of the authorization server's errors into those of Entra, which
 * distinguishes more cases.
 */
final class EntraErrorResolver {

	private static final OAuth2TokenType DEVICE_CODE = new OAuth2TokenType(OAuth2ParameterNames.DEVICE_CODE);

	private final OAuth2AuthorizationService authorizations;

	private final Predicate<String> pollsTooFast;

	EntraErrorResolver(OAuth2AuthorizationService authorizations, Predicate<String> pollsTooFast) {
		this.authorizations = authorizations;
		this.pollsTooFast = pollsTooFast;
	}

	EntraError resolve(OAuth2Error error, HttpServletRequest request) {
		return switch (error.getErrorCode()) {
			case "authorization_pending" ->
				this.pollsTooFast.test(deviceCode(request)) ? EntraError.SLOW_DOWN : EntraError.AUTHORIZATION_PENDING;
			case "expired_token" -> EntraError.EXPIRED_TOKEN;
			case OAuth2ErrorCodes.ACCESS_DENIED ->
				isRedeemed(request) ? EntraError.CODE_REDEEMED : EntraError.AUTHORIZATION_DECLINED;
			case OAuth2ErrorCodes.INVALID_GRANT -> invalidGrant(request);
			case OAuth2ErrorCodes.INVALID_SCOPE -> EntraError.INVALID_SCOPE;
			case OAuth2ErrorCodes.UNAUTHORIZED_CLIENT -> EntraError.UNKNOWN_APPLICATION;
			case OAuth2ErrorCodes.UNSUPPORTED_GRANT_TYPE -> EntraError.UNSUPPORTED_GRANT_TYPE;
			case OAuth2ErrorCodes.INVALID_REQUEST -> EntraError.MISSING_PARAMETER;
			default -> EntraError.SERVER_ERROR;
		};
	}

	private boolean isRedeemed(HttpServletRequest request) {
		OAuth2Authorization authorization = this.authorizations.findByToken(deviceCode(request), DEVICE_CODE);
		return authorization != null && authorization.getAccessToken() != null;
	}

	private EntraError invalidGrant(HttpServletRequest request) {
		if (!isRefresh(request)) {
			return EntraError.BAD_VERIFICATION_CODE;
		}
		String refreshToken = request.getParameter(OAuth2ParameterNames.REFRESH_TOKEN);
		return (this.authorizations.findByToken(refreshToken, OAuth2TokenType.REFRESH_TOKEN) != null)
				? EntraError.EXPIRED_GRANT : EntraError.MALFORMED_GRANT;
	}

	private static boolean isRefresh(HttpServletRequest request) {
		return AuthorizationGrantType.REFRESH_TOKEN.getValue()
			.equals(request.getParameter(OAuth2ParameterNames.GRANT_TYPE));
	}

	private static String deviceCode(HttpServletRequest request) {
		return request.getParameter(OAuth2ParameterNames.DEVICE_CODE);
	}

}
