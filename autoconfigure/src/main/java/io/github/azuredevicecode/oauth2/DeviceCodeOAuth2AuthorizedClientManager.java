package io.github.azuredevicecode.oauth2;

import java.util.Collections;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizationFailureHandler;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.RemoveAuthorizedClientOAuth2AuthorizationFailureHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.util.Assert;

/**
 * An implementation of an {@link OAuth2AuthorizedClientManager} for registrations with
 * the device_code grant. Needs neither a web request nor, unlike the managers of Spring
 * Security, an HTTP client or a JSON library of Spring's. Thread safe.
 *
 * @since 0.1
 * @see DeviceCodeOAuth2AuthorizedClientProvider
 */
public final class DeviceCodeOAuth2AuthorizedClientManager implements OAuth2AuthorizedClientManager {

	private final ClientRegistrationRepository registrations;

	private final OAuth2AuthorizedClientService authorizedClients;

	private final DeviceCodeOAuth2AuthorizedClientProvider provider;

	private final OAuth2AuthorizationFailureHandler failureHandler;

	/**
	 * Construct a {@code DeviceCodeOAuth2AuthorizedClientManager}.
	 * @param registrations the registrations
	 * @param authorizedClients where authorized clients are kept
	 * @param provider gives the tokens
	 */
	public DeviceCodeOAuth2AuthorizedClientManager(ClientRegistrationRepository registrations,
			OAuth2AuthorizedClientService authorizedClients, DeviceCodeOAuth2AuthorizedClientProvider provider) {
		Assert.notNull(registrations, "registrations cannot be null");
		Assert.notNull(authorizedClients, "authorizedClients cannot be null");
		Assert.notNull(provider, "provider cannot be null");
		this.registrations = registrations;
		this.authorizedClients = authorizedClients;
		this.provider = provider;
		this.failureHandler = new RemoveAuthorizedClientOAuth2AuthorizationFailureHandler(
				(id, principal, attributes) -> authorizedClients.removeAuthorizedClient(id, principal.getName()));
	}

	/**
	 * Attempt to authorize or re-authorize (if required) the client. May block until the
	 * user has signed in. The authorized client is kept only when it has changed.
	 * @param request the authorize request
	 * @return the {@link OAuth2AuthorizedClient} or {@code null} if the registration has
	 * another grant
	 * @throws IllegalArgumentException if there is no such registration
	 * @throws OAuth2AuthorizationException if there is no token
	 */
	@Override
	public @Nullable OAuth2AuthorizedClient authorize(OAuth2AuthorizeRequest request) {
		Assert.notNull(request, "request cannot be null");
		String registrationId = request.getClientRegistrationId();
		Authentication principal = request.getPrincipal();
		OAuth2AuthorizedClient known = request.getAuthorizedClient();
		if (known == null) {
			known = this.authorizedClients.loadAuthorizedClient(registrationId, principal.getName());
		}
		OAuth2AuthorizationContext context = AuthorizedClientSupport
			.context((known != null) ? OAuth2AuthorizationContext.withAuthorizedClient(known)
					: OAuth2AuthorizationContext.withClientRegistration(registration(registrationId)), request);
		OAuth2AuthorizedClient authorized;
		try {
			authorized = this.provider.authorize(context);
		}
		catch (OAuth2AuthorizationException ex) {
			this.failureHandler.onAuthorizationFailure(ex, principal, Collections.emptyMap());
			throw ex;
		}
		if (authorized == null) {
			return known;
		}
		this.authorizedClients.saveAuthorizedClient(authorized, principal);
		return authorized;
	}

	private ClientRegistration registration(String registrationId) {
		ClientRegistration registration = this.registrations.findByRegistrationId(registrationId);
		Assert.notNull(registration, () -> "Could not find ClientRegistration with id '" + registrationId + "'");
		return registration;
	}

}
