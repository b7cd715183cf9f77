package io.github.azuredevicecode;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when no user has signed in before the code expired, or before the credential's
 * {@code timeout} passed.
 *
 * @since 0.1
 */
public class SignInTimedOutException extends ClientAuthenticationException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final boolean codeExpired;

	/**
	 * Creates an exception.
	 * @param message what failed
	 * @param codeExpired whether the code expired, else the {@code timeout} has passed
	 * @param serviceError what the service said, or {@code null} if it said nothing
	 * @param advice what to do about it, or {@code null} for the service error's
	 */
	public SignInTimedOutException(String message, boolean codeExpired, @Nullable ServiceError serviceError,
			@Nullable String advice) {
		super(message, serviceError, advice, null);
		this.codeExpired = codeExpired;
	}

	/**
	 * Returns whether the code expired.
	 * @return {@code true} if the code expired, {@code false} if the {@code timeout} of
	 * the credential passed
	 */
	public boolean isCodeExpired() {
		return this.codeExpired;
	}

}
