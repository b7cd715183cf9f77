package io.github.azuredevicecode.oauth2;

import reactor.core.publisher.Mono;

import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.util.Assert;

/**
 * An implementation of a {@link ReactiveOAuth2AuthorizedClientManager} for registrations
 * with the device_code grant. Needs neither a web exchange nor, unlike the managers of
 * Spring Security, a {@code WebClient}. Keeps no authorized client: the credential knows
 * best which token is valid. Thread safe.
 *
 * @since 0.1
 * @see DeviceCodeReactiveOAuth2AuthorizedClientProvider
 */
public final class DeviceCodeReactiveOAuth2AuthorizedClientManager implements ReactiveOAuth2AuthorizedClientManager {

	private final ReactiveClientRegistrationRepository registrations;

	private final DeviceCodeReactiveOAuth2AuthorizedClientProvider provider;

	/**
	 * Construct a {@code DeviceCodeReactiveOAuth2AuthorizedClientManager}.
	 * @param registrations the registrations
	 * @param provider gives the tokens
	 */
	public DeviceCodeReactiveOAuth2AuthorizedClientManager(ReactiveClientRegistrationRepository registrations,
			DeviceCodeReactiveOAuth2AuthorizedClientProvider provider) {
		Assert.notNull(registrations, "registrations cannot be null");
		Assert.notNull(provider, "provider cannot be null");
		this.registrations = registrations;
		this.provider = provider;
	}

	/**
	 * Attempt to authorize or re-authorize (if required) the client. Cancelling the
	 * {@code Mono} gives up the wait for a user, and ends the sign-in when nobody else
	 * waits for it.
	 * @param request the authorize request
	 * @return the {@link OAuth2AuthorizedClient} or an empty {@code Mono} if the
	 * registration has another grant, or {@link IllegalArgumentException} if there is no
	 * such registration, or {@link OAuth2AuthorizationException} if there is no token
	 */
	@Override
	public Mono<OAuth2AuthorizedClient> authorize(OAuth2AuthorizeRequest request) {
		Assert.notNull(request, "request cannot be null");
		return context(request).flatMap((context) -> this.provider.authorize(context)
			.switchIfEmpty(Mono.justOrEmpty(context.getAuthorizedClient())));
	}

	private Mono<OAuth2AuthorizationContext> context(OAuth2AuthorizeRequest request) {
		String registrationId = request.getClientRegistrationId();
		return Mono.justOrEmpty(request.getAuthorizedClient())
			.map(OAuth2AuthorizationContext::withAuthorizedClient)
			.switchIfEmpty(Mono.defer(() -> this.registrations.findByRegistrationId(registrationId)
				.map(OAuth2AuthorizationContext::withClientRegistration)))
			.switchIfEmpty(Mono.error(() -> new IllegalArgumentException(
					"Could not find ClientRegistration with id '" + registrationId + "'")))
			.map((context) -> AuthorizedClientSupport.context(context, request));
	}

}
