package io.github.azuredevicecode;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * A store cannot be reached, or cannot be used as it is. Its message says what to do and
 * holds no secret.
 *
 * @since 0.1
 */
public class TokenCacheException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what failed and what to do about it
	 * @param cause the cause, or {@code null}; one whose message holds a password is
	 * replaced by one without
	 */
	public TokenCacheException(String message, @Nullable Throwable cause) {
		super(message, (cause != null) ? RedactedCause.of(cause) : null);
	}

	/**
	 * Creates an exception that tells what a store has thrown, without a password in it.
	 * @param message begins the message
	 * @param cause the cause, whose text ends the message
	 * @return the exception
	 */
	public static TokenCacheException of(String message, Throwable cause) {
		return new TokenCacheException(message + RedactedCause.text(cause), cause);
	}

}
