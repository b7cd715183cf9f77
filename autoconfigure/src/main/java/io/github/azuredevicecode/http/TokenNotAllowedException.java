package io.github.azuredevicecode.http;

import java.io.Serial;

/**
 * Thrown when a request must not carry the token. Nothing was sent, and nobody was asked
 * to sign in.
 *
 * @since 0.1
 */
public final class TokenNotAllowedException extends IllegalStateException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String description;

	private final String advice;

	TokenNotAllowedException(String description, String advice) {
		super(description + ". " + advice);
		this.description = description;
		this.advice = advice;
	}

	/**
	 * Returns why the request must not carry the token.
	 * @return the reason
	 */
	public String getDescription() {
		return this.description;
	}

	/**
	 * Returns what to do about it.
	 * @return the advice
	 */
	public String getAdvice() {
		return this.advice;
	}

}
