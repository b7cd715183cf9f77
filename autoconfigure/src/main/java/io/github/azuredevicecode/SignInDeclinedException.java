package io.github.azuredevicecode;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the user has declined to sign in.
 *
 * @since 0.1
 */
public class SignInDeclinedException extends ClientAuthenticationException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception without an answer of the service.
	 * @param message what failed
	 */
	public SignInDeclinedException(String message) {
		super(message);
	}

	/**
	 * Creates an exception.
	 * @param message what failed
	 * @param serviceError what the service said, or {@code null} if it said nothing
	 * @param cause the cause, or {@code null}
	 */
	public SignInDeclinedException(String message, @Nullable ServiceError serviceError, @Nullable Throwable cause) {
		super(message, serviceError, cause);
	}

}
