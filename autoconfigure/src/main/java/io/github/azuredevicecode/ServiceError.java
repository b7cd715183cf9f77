package io.github.azuredevicecode;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * The answer of the service to a failed request (RFC 6749 section 5.2, with Entra's
 * additions). Immutable.
 *
 * @param errorCode the OAuth error code, such as {@code invalid_grant}
 * @param description the service's words, cleared of control characters, or {@code null}
 * @param aadstsCode Entra's code, such as {@code AADSTS53003}, or {@code null}
 * @param advice what to do about it in plain words, or {@code null} where none is known
 * @param correlationId the id by which Entra's sign-in logs know the request, or
 * {@code null}
 * @param claims the claims that the next request must carry, or {@code null}
 * @since 0.1
 */
public record ServiceError(String errorCode, @Nullable String description, @Nullable String aadstsCode,
		@Nullable String advice, @Nullable String correlationId, @Nullable String claims) implements Serializable {

	/**
	 * Returns the description or, where there is none, the error code.
	 * @return words for a message
	 */
	public String text() {
		return (this.description != null) ? this.description : this.errorCode;
	}

}
