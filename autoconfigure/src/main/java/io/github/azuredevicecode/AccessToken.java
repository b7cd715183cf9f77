package io.github.azuredevicecode;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * An access token of the signed-in user (RFC 6749 section 1.4). Immutable. Its string
 * form never shows the value.
 *
 * @param value the token itself, a secret
 * @param expiresAt when the token expires, counted from the answer that brought it
 * @param refreshAt when the service advises to renew the token, or {@code null} where it
 * gave no advice
 * @param tokenType the type of the token, {@code Bearer} in general
 * @param scopes the scopes of the token, in the order they were asked for
 * @since 0.1
 */
public record AccessToken(String value, Instant expiresAt, @Nullable Instant refreshAt, String tokenType,
		Set<String> scopes) {

	/**
	 * Creates an access token.
	 * @throws IllegalArgumentException if the value has characters that no header can
	 * carry; the message does not quote it
	 */
	public AccessToken {
		// A client would quote it in its own failure
		if (!value.chars().allMatch((character) -> character >= ' ' && character <= '~')) {
			throw new IllegalArgumentException("The access token has characters that cannot be sent");
		}
		Objects.requireNonNull(expiresAt);
		Objects.requireNonNull(tokenType);
		scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
	}

	/**
	 * Requires this to be a bearer token, which everyone who has it can use (RFC 6750).
	 * @return this token
	 * @throws ClientAuthenticationException if the service has issued it with another
	 * type
	 */
	public AccessToken requireBearer() {
		if (!this.tokenType.equalsIgnoreCase("Bearer")) {
			throw new ClientAuthenticationException(
					"Authentication failed: the service has issued a token that is no bearer token, and it was not sent");
		}
		return this;
	}

	@Override
	public String toString() {
		return "AccessToken[expiresAt=" + this.expiresAt + ", refreshAt=" + this.refreshAt + ", tokenType="
				+ this.tokenType + ", scopes=" + this.scopes + "]";
	}

}
