package io.github.azuredevicecode.credential;

import java.io.Serial;

import io.github.azuredevicecode.ServiceError;
import org.jspecify.annotations.Nullable;

/**
 * Thrown within this package when there is no token without the user.
 */
final class InteractionRequiredException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final @Nullable ServiceError serviceError;

	InteractionRequiredException(@Nullable ServiceError serviceError) {
		super("A user is needed", null, false, false);
		this.serviceError = serviceError;
	}

	@Nullable ServiceError getServiceError() {
		return this.serviceError;
	}

}
