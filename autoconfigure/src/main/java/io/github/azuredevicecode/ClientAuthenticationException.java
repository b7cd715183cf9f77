package io.github.azuredevicecode;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when no token can be had, for any reason but a wrong argument. Carries all that
 * the service said about it.
 *
 * @since 0.1
 */
public class ClientAuthenticationException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final @Nullable ServiceError serviceError;

	private final @Nullable String advice;

	/**
	 * Creates an exception without an answer of the service.
	 * @param message what failed
	 */
	public ClientAuthenticationException(String message) {
		this(message, null, null);
	}

	/**
	 * Creates an exception.
	 * @param message what failed
	 * @param serviceError what the service said, or {@code null} if it said nothing
	 * @param cause the cause, or {@code null}
	 */
	public ClientAuthenticationException(String message, @Nullable ServiceError serviceError,
			@Nullable Throwable cause) {
		this(message, serviceError, null, cause);
	}

	/**
	 * Create an exception with advice of its own.
	 * @param message what failed
	 * @param serviceError what the service said, or {@code null} if it said nothing
	 * @param advice what to do about it, or {@code null} for the service error's
	 * @param cause the cause, or {@code null}
	 */
	protected ClientAuthenticationException(String message, @Nullable ServiceError serviceError,
			@Nullable String advice, @Nullable Throwable cause) {
		super(withAdvice(message, advice(serviceError, advice)), cause);
		this.serviceError = serviceError;
		this.advice = advice(serviceError, advice);
	}

	private static @Nullable String advice(@Nullable ServiceError serviceError, @Nullable String advice) {
		return (advice == null && serviceError != null) ? serviceError.advice() : advice;
	}

	private static String withAdvice(String message, @Nullable String advice) {
		return (advice != null) ? message + System.lineSeparator() + "Advice: " + advice : message;
	}

	/**
	 * Returns what the service said.
	 * @return the service's answer, or {@code null} if it gave none
	 */
	public @Nullable ServiceError getServiceError() {
		return this.serviceError;
	}

	/**
	 * Returns the OAuth error code.
	 * @return the code, such as {@code invalid_grant}, or {@code null}
	 */
	public @Nullable String getErrorCode() {
		return (this.serviceError != null) ? this.serviceError.errorCode() : null;
	}

	/**
	 * Returns Entra's code.
	 * @return the code, such as {@code AADSTS53003}, or {@code null}
	 */
	public @Nullable String getAadstsCode() {
		return (this.serviceError != null) ? this.serviceError.aadstsCode() : null;
	}

	/**
	 * Returns what to do about the failure.
	 * @return the advice, or {@code null} where none is known
	 */
	public @Nullable String getAdvice() {
		return this.advice;
	}

	/**
	 * Returns the id by which Entra's sign-in logs know the request.
	 * @return the id, or {@code null}
	 */
	public @Nullable String getCorrelationId() {
		return (this.serviceError != null) ? this.serviceError.correlationId() : null;
	}

}
