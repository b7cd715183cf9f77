package io.github.azuredevicecode.standin.authorization;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.AuthorizationGrantType;

/**
 * The grant types. Entra knows the device code grant by two names.
 */
public final class GrantTypes {

	private static final String SHORT_DEVICE_CODE = "device_code";

	private GrantTypes() {
	}

	/**
	 * Returns the name that RFC 8628 gives to a grant type.
	 * @param grantType one of its names
	 * @return the name, or the given one if the grant type has no other
	 */
	public static @Nullable String canonical(@Nullable String grantType) {
		return SHORT_DEVICE_CODE.equals(grantType) ? AuthorizationGrantType.DEVICE_CODE.getValue() : grantType;
	}

	static boolean isDeviceCode(@Nullable String grantType) {
		return AuthorizationGrantType.DEVICE_CODE.getValue().equals(canonical(grantType));
	}

	static boolean isRefreshToken(@Nullable String grantType) {
		return AuthorizationGrantType.REFRESH_TOKEN.getValue().equals(grantType);
	}

}
