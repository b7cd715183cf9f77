package io.github.azuredevicecode.standin;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.AuthorizationGrantType;

/**
 * The grant types, of which Entra knows one by two names.
 */
final class GrantTypes {

	private static final String SHORT_DEVICE_CODE = "device_code";

	private GrantTypes() {
	}

	static @Nullable String canonical(@Nullable String grantType) {
		return SHORT_DEVICE_CODE.equals(grantType) ? AuthorizationGrantType.DEVICE_CODE.getValue() : grantType;
	}

	static boolean isDeviceCode(@Nullable String grantType) {
		return AuthorizationGrantType.DEVICE_CODE.getValue().equals(canonical(grantType));
	}

	static boolean isRefreshToken(@Nullable String grantType) {
		return AuthorizationGrantType.REFRESH_TOKEN.getValue().equals(grantType);
	}

}
