package io.github.azuredevicecode.msal;

import java.io.Serial;

import io.github.azuredevicecode.ServiceError;
import org.jspecify.annotations.Nullable;

/**
 * Thrown within this package when there is no token without the user.
 */
final class UserNeededException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final @Nullable ServiceError serviceError;

	UserNeededException(@Nullable ServiceError serviceError) {
		super("A user is needed", null, false, false);
		this.serviceError = serviceError;
	}

	@Nullable ServiceError getServiceError() {
		return this.serviceError;
	}

}
