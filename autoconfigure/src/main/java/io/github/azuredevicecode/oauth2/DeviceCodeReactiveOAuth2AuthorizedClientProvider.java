package io.github.azuredevicecode.oauth2;

import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import reactor.core.publisher.Mono;

import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.util.Assert;

/**
 * An implementation of a {@link ReactiveOAuth2AuthorizedClientProvider} for the
 * {@link AuthorizationGrantType#DEVICE_CODE device_code} grant. Blocks no thread while a
 * user signs in. Thread safe once configured.
 *
 * @since 0.1
 * @see ReactiveOAuth2AuthorizedClientProvider
 * @see DeviceCodeOAuth2AuthorizedClientProvider
 */
public final class DeviceCodeReactiveOAuth2AuthorizedClientProvider implements ReactiveOAuth2AuthorizedClientProvider {

	private final AuthorizedClientSupport authorization;

	/**
	 * Construct a {@code DeviceCodeReactiveOAuth2AuthorizedClientProvider}.
	 * @param credential gives the tokens
	 */
	public DeviceCodeReactiveOAuth2AuthorizedClientProvider(DeviceCodeCredential credential) {
		this.authorization = new AuthorizedClientSupport(credential);
	}

	/**
	 * Attempt to authorize (or re-authorize) the
	 * {@link OAuth2AuthorizationContext#getClientRegistration() client} in the provided
	 * {@code context}. Returns an empty {@code Mono} if authorization (or
	 * re-authorization) is not supported, e.g. the client's
	 * {@link ClientRegistration#getAuthorizationGrantType() authorization grant type} is
	 * not {@link AuthorizationGrantType#DEVICE_CODE device_code} OR the
	 * {@link OAuth2AuthorizedClient#getAccessToken() access token} is the one that the
	 * credential holds. Claims are taken from the attribute
	 * {@link DeviceCodeOAuth2AuthorizedClientProvider#CLAIMS_ATTRIBUTE_NAME}. Cancelling
	 * the {@code Mono} gives up the wait, and ends the sign-in when nobody else waits for
	 * it.
	 * @param context the context that holds authorization-specific state for the client
	 * @return the {@link OAuth2AuthorizedClient} or an empty {@code Mono} if
	 * authorization (or re-authorization) is not supported or not needed, or a
	 * {@link org.springframework.security.oauth2.client.ClientAuthorizationException} if
	 * the credential gives no token, whatever token the client has
	 */
	@Override
	public Mono<OAuth2AuthorizedClient> authorize(OAuth2AuthorizationContext context) {
		Assert.notNull(context, "context cannot be null");
		if (!AuthorizedClientSupport.isDeviceCode(context.getClientRegistration())) {
			return Mono.empty();
		}
		return Mono.fromFuture(() -> getTokenAsync(context))
			.map(AccessToken::requireBearer)
			.onErrorMap(IllegalArgumentException.class, (ex) -> AuthorizedClientSupport.invalidScope(context, ex))
			.onErrorMap(ClientAuthenticationException.class, (ex) -> AuthorizedClientSupport.failed(context, ex))
			.flatMap((token) -> Mono.justOrEmpty(AuthorizedClientSupport.authorized(context, token)));
	}

	private CompletableFuture<AccessToken> getTokenAsync(OAuth2AuthorizationContext context) {
		AuthorizedClientSupport.Source source = this.authorization.source(context);
		return source.credential().getTokenAsync(source.request(context));
	}

	/**
	 * Sets whether tokens are asked for with Continuous Access Evaluation. The default is
	 * {@code false}.
	 * @param cae whether the application answers claims challenges
	 */
	public void setCae(boolean cae) {
		this.authorization.setCae(cae);
	}

	/**
	 * Sets the credential of one registration. The others are served by the one that this
	 * provider was constructed with.
	 * @param registrationId the registration
	 * @param credential gives the tokens
	 * @param cae whether they are asked for with Continuous Access Evaluation
	 */
	public void setCredential(String registrationId, DeviceCodeCredential credential, boolean cae) {
		this.authorization.setCredential(registrationId, credential, cae);
	}

}
