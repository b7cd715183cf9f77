package io.github.azuredevicecode.azuresdk;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Gives the signed-in user's tokens to the clients of the Azure SDK:
 * {@code builder.credential(tokenCredential)}. Scopes, claims, tenant and Continuous
 * Access Evaluation are those that the client asks for. Immutable and thread safe; does
 * not close the credential it works with.
 * <p>
 * A failure is azure-core's {@link ClientAuthenticationException}, with the
 * {@link io.github.azuredevicecode.ClientAuthenticationException exception} of this
 * library as its cause. It is never the {@code CredentialUnavailableException} of
 * azure-identity, at which a {@code ChainedTokenCredential} continues with its next
 * credential: a user who has chosen to act as a person must not act as somebody else
 * because that person is not signed in.
 *
 * @since 0.1
 */
public final class DeviceCodeTokenCredential implements TokenCredential {

	private final DeviceCodeCredential credential;

	/**
	 * Creates a credential of the Azure SDK.
	 * @param credential gives the tokens
	 */
	public DeviceCodeTokenCredential(DeviceCodeCredential credential) {
		this.credential = credential;
	}

	/**
	 * Asks for a token as soon as somebody subscribes, without blocking the subscriber.
	 * Cancelling the subscription gives up the wait, and ends the sign-in when nobody
	 * else waits for it.
	 * @param context what is asked for
	 * @return the token, or {@link ClientAuthenticationException}, or
	 * {@link IllegalArgumentException} if the context is not valid
	 */
	@Override
	public Mono<AccessToken> getToken(TokenRequestContext context) {
		return Mono.fromFuture(() -> this.credential.getTokenAsync(request(context)))
			.map(DeviceCodeTokenCredential::token)
			.onErrorMap(io.github.azuredevicecode.ClientAuthenticationException.class,
					DeviceCodeTokenCredential::failure);
	}

	/**
	 * Returns a token, and prompt the user if need be. Blocks until there is one.
	 * @param context what is asked for
	 * @return the token
	 * @throws ClientAuthenticationException if no token can be had
	 * @throws IllegalArgumentException if the context is not valid
	 */
	@Override
	public AccessToken getTokenSync(TokenRequestContext context) {
		try {
			return token(this.credential.getToken(request(context)));
		}
		catch (io.github.azuredevicecode.ClientAuthenticationException ex) {
			throw failure(ex);
		}
	}

	private static TokenRequest request(TokenRequestContext context) {
		TokenRequest request = TokenRequest.of(context.getScopes()).withCae(context.isCaeEnabled());
		String claims = context.getClaims();
		if (claims != null && !claims.isEmpty()) {
			request = request.withClaims(claims);
		}
		String tenantId = context.getTenantId();
		return (tenantId != null && !tenantId.isEmpty()) ? request.withTenantId(tenantId) : request;
	}

	private static AccessToken token(io.github.azuredevicecode.AccessToken token) {
		return new AccessToken(token.value(), time(token.expiresAt()), timeOrNull(token.refreshAt()),
				token.tokenType());
	}

	private static OffsetDateTime time(Instant instant) {
		return instant.atOffset(ZoneOffset.UTC);
	}

	private static @Nullable OffsetDateTime timeOrNull(@Nullable Instant instant) {
		return (instant != null) ? time(instant) : null;
	}

	private static ClientAuthenticationException failure(io.github.azuredevicecode.ClientAuthenticationException ex) {
		return new ClientAuthenticationException(ex.getMessage(), null, ex);
	}

}
