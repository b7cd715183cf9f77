package io.github.azuredevicecode.entra;

import java.io.Serial;
import java.time.Duration;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.ServiceError;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the service says when it wants to be asked again.
 */
public final class RetryLaterException extends ClientAuthenticationException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final Duration retryAfter;

	RetryLaterException(String message, @Nullable ServiceError serviceError, Duration retryAfter) {
		super(message, serviceError, null);
		this.retryAfter = retryAfter;
	}

	/**
	 * Returns how long not to ask again.
	 * @return the time from the answer on
	 */
	public Duration getRetryAfter() {
		return this.retryAfter;
	}

}
