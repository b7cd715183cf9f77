package io.github.azuredevicecode.standin.error;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.OAuth2ErrorCodes;

/**
 * The errors of Entra that the stand-in returns, in Entra's wording.
 */
enum EntraError {

	AUTHORIZATION_PENDING("authorization_pending", 70016,
			"OAuth 2.0 device flow error. Authorization is pending. Continue polling."),

	/**
	 * Entra documents no error for this case. The wording is that of RFC 8628.
	 */
	SLOW_DOWN("slow_down", 0, "Authorization is pending. Continue polling, with an interval that is 5 seconds longer."),

	EXPIRED_TOKEN("expired_token", 70020,
			"The provided value for the input parameter 'device_code' is not valid. This device code has expired."),

	AUTHORIZATION_DECLINED("authorization_declined", 65004, "User declined to consent to access the app."),

	BAD_VERIFICATION_CODE("bad_verification_code", 70018,
			"Invalid verification code due to User typing in wrong user code for device code flow. Authorization is not approved."),

	CODE_REDEEMED(OAuth2ErrorCodes.INVALID_GRANT, 54005,
			"OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token."),

	MALFORMED_GRANT(OAuth2ErrorCodes.INVALID_GRANT, 70000, "Provided grant is invalid or malformed."),

	EXPIRED_GRANT(OAuth2ErrorCodes.INVALID_GRANT, 700082,
			"The refresh token has expired due to inactivity or was revoked."),

	INVALID_SCOPE(OAuth2ErrorCodes.INVALID_SCOPE, 70011,
			"The provided value for the input parameter 'scope' is not valid. The scope '%s' is not valid."),

	UNKNOWN_APPLICATION(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT, 700016,
			"Application with identifier '%s' was not found in the directory 'Contoso'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant."),

	UNSUPPORTED_GRANT_TYPE(OAuth2ErrorCodes.UNSUPPORTED_GRANT_TYPE, 70003,
			"The app requested an unsupported grant type '%s'."),

	MISSING_PARAMETER(OAuth2ErrorCodes.INVALID_REQUEST, 900144,
			"The request body must contain the following parameter: '%s'."),

	SERVER_ERROR(OAuth2ErrorCodes.SERVER_ERROR, 90033, "A transient error has occurred. Please try again.");

	private final String error;

	private final int code;

	private final String text;

	EntraError(String error, int code, String text) {
		this.error = error;
		this.code = code;
		this.text = text;
	}

	String error() {
		return this.error;
	}

	int code() {
		return this.code;
	}

	String text(@Nullable String value) {
		return this.text.formatted(value);
	}

}
