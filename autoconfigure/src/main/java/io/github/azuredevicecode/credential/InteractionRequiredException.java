package io.github.azuredevicecode.credential;

import java.io.Serial;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.ServiceError;
import org.jspecify.annotations.Nullable;

/**
 * Thrown within this package when there is no token without the user.
 */
final class InteractionRequiredException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient @Nullable CachedLogin login;

	private final @Nullable ServiceError serviceError;

	/**
	 * Creates an exception.
	 * @param login the login that is not enough, or {@code null} if nobody is signed in
	 * @param serviceError the answer of the service, or {@code null}
	 */
	InteractionRequiredException(@Nullable CachedLogin login, @Nullable ServiceError serviceError) {
		super("A user is needed", null, false, false);
		this.login = login;
		this.serviceError = serviceError;
	}

	@Nullable CachedLogin getLogin() {
		return this.login;
	}

	@Nullable ServiceError getServiceError() {
		return this.serviceError;
	}

}
