package io.github.azuredevicecode.oauth2;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.util.Assert;

/**
 * An implementation of an {@link OAuth2AuthorizedClientManager} for registrations with
 * the device_code grant. Needs neither a web request nor, unlike the managers of Spring
 * Security, an HTTP client or a JSON library of Spring's. Keeps no authorized client: the
 * credential knows best which token is valid. Thread safe.
 *
 * @since 0.1
 * @see DeviceCodeOAuth2AuthorizedClientProvider
 */
public final class DeviceCodeOAuth2AuthorizedClientManager implements OAuth2AuthorizedClientManager {

	private final ClientRegistrationRepository registrations;

	private final DeviceCodeOAuth2AuthorizedClientProvider provider;

	/**
	 * Construct a {@code DeviceCodeOAuth2AuthorizedClientManager}.
	 * @param registrations the registrations
	 * @param provider gives the tokens
	 */
	public DeviceCodeOAuth2AuthorizedClientManager(ClientRegistrationRepository registrations,
			DeviceCodeOAuth2AuthorizedClientProvider provider) {
		Assert.notNull(registrations, "registrations cannot be null");
		Assert.notNull(provider, "provider cannot be null");
		this.registrations = registrations;
		this.provider = provider;
	}

	/**
	 * Attempt to authorize or re-authorize (if required) the client. May block until the
	 * user has signed in.
	 * @param request the authorize request
	 * @return the {@link OAuth2AuthorizedClient} or {@code null} if the registration has
	 * another grant
	 * @throws IllegalArgumentException if there is no such registration
	 * @throws OAuth2AuthorizationException if there is no token
	 */
	@Override
	public @Nullable OAuth2AuthorizedClient authorize(OAuth2AuthorizeRequest request) {
		Assert.notNull(request, "request cannot be null");
		OAuth2AuthorizedClient known = request.getAuthorizedClient();
		OAuth2AuthorizedClient authorized = this.provider
			.authorize(
					AuthorizedClientSupport.context(
							(known != null) ? OAuth2AuthorizationContext.withAuthorizedClient(known)
									: OAuth2AuthorizationContext
										.withClientRegistration(registration(request.getClientRegistrationId())),
							request));
		return (authorized != null) ? authorized : known;
	}

	private ClientRegistration registration(String registrationId) {
		ClientRegistration registration = this.registrations.findByRegistrationId(registrationId);
		Assert.notNull(registration, () -> "Could not find ClientRegistration with id '" + registrationId + "'");
		return registration;
	}

}
