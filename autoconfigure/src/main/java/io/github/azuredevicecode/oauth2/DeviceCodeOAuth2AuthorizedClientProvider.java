package io.github.azuredevicecode.oauth2;

import io.github.azuredevicecode.DeviceCodeCredential;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.util.Assert;

/**
 * An implementation of an {@link OAuth2AuthorizedClientProvider} for the
 * {@link AuthorizationGrantType#DEVICE_CODE device_code} grant. Thread safe once
 * configured.
 *
 * @since 0.1
 * @see OAuth2AuthorizedClientProvider
 * @see DeviceCodeCredential
 */
public final class DeviceCodeOAuth2AuthorizedClientProvider implements OAuth2AuthorizedClientProvider {

	/**
	 * The name of the {@link OAuth2AuthorizationContext#getAttribute(String) attribute}
	 * with the claims of a claims challenge, a JSON object in a {@code String}.
	 */
	public static final String CLAIMS_ATTRIBUTE_NAME = DeviceCodeOAuth2AuthorizedClientProvider.class.getName()
		.concat(".CLAIMS");

	private final AuthorizedClientSupport authorization;

	/**
	 * Construct a {@code DeviceCodeOAuth2AuthorizedClientProvider}.
	 * @param credential gives the tokens
	 */
	public DeviceCodeOAuth2AuthorizedClientProvider(DeviceCodeCredential credential) {
		this.authorization = new AuthorizedClientSupport(credential);
	}

	/**
	 * Attempt to authorize (or re-authorize) the
	 * {@link OAuth2AuthorizationContext#getClientRegistration() client} in the provided
	 * {@code context}. Returns {@code null} if authorization (or re-authorization) is not
	 * supported, e.g. the client's {@link ClientRegistration#getAuthorizationGrantType()
	 * authorization grant type} is not {@link AuthorizationGrantType#DEVICE_CODE
	 * device_code} OR the {@link OAuth2AuthorizedClient#getAccessToken() access token} is
	 * the one that the credential holds. May block until the user has signed in.
	 * @param context the context that holds authorization-specific state for the client
	 * @return the {@link OAuth2AuthorizedClient} or {@code null} if authorization (or
	 * re-authorization) is not supported or not needed
	 * @throws ClientAuthorizationException if the credential gives no token, whatever
	 * token the client has
	 */
	@Override
	public @Nullable OAuth2AuthorizedClient authorize(OAuth2AuthorizationContext context) {
		Assert.notNull(context, "context cannot be null");
		return AuthorizedClientSupport.isDeviceCode(context.getClientRegistration())
				? this.authorization.authorize(context) : null;
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
