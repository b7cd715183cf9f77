package io.github.azuredevicecode;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a user must sign in and the credential may not ask for it. Call
 * {@link DeviceCodeCredential#authenticate(TokenRequest)} with the {@link #getRequest()
 * request} to ask.
 *
 * @since 0.1
 */
public class AuthenticationRequiredException extends CredentialUnavailableException {

	@Serial
	private static final long serialVersionUID = 1L;

	private static final String MESSAGE = "Interactive authentication is required to get a token. "
			+ "Call 'authenticate' to begin.";

	private final TokenRequest request;

	/**
	 * Creates an exception.
	 * @param request the request that cannot be met without a user
	 * @param serviceError what the service said, or {@code null} if it was not asked
	 * @param cause the cause, or {@code null}
	 */
	public AuthenticationRequiredException(TokenRequest request, @Nullable ServiceError serviceError,
			@Nullable Throwable cause) {
		super(MESSAGE, serviceError, cause);
		this.request = request;
	}

	/**
	 * Returns the request that cannot be met without a user.
	 * @return the request, with the claims that the service demands where it does
	 */
	public TokenRequest getRequest() {
		return this.request;
	}

}
