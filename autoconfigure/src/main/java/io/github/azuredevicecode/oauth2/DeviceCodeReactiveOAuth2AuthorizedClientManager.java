package io.github.azuredevicecode.oauth2;

import java.util.Collections;

import reactor.core.publisher.Mono;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizationFailureHandler;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.RemoveAuthorizedClientReactiveOAuth2AuthorizationFailureHandler;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.util.Assert;

/**
 * An implementation of a {@link ReactiveOAuth2AuthorizedClientManager} for registrations
 * with the device_code grant. Needs neither a web exchange nor, unlike the managers of
 * Spring Security, a {@code WebClient}. Thread safe.
 *
 * @since 0.1
 * @see DeviceCodeReactiveOAuth2AuthorizedClientProvider
 */
public final class DeviceCodeReactiveOAuth2AuthorizedClientManager implements ReactiveOAuth2AuthorizedClientManager {

	private final ReactiveClientRegistrationRepository registrations;

	private final ReactiveOAuth2AuthorizedClientService authorizedClients;

	private final DeviceCodeReactiveOAuth2AuthorizedClientProvider provider;

	private final ReactiveOAuth2AuthorizationFailureHandler failureHandler;

	/**
	 * Construct a {@code DeviceCodeReactiveOAuth2AuthorizedClientManager}.
	 * @param registrations the registrations
	 * @param authorizedClients where authorized clients are kept
	 * @param provider gives the tokens
	 */
	public DeviceCodeReactiveOAuth2AuthorizedClientManager(ReactiveClientRegistrationRepository registrations,
			ReactiveOAuth2AuthorizedClientService authorizedClients,
			DeviceCodeReactiveOAuth2AuthorizedClientProvider provider) {
		Assert.notNull(registrations, "registrations cannot be null");
		Assert.notNull(authorizedClients, "authorizedClients cannot be null");
		Assert.notNull(provider, "provider cannot be null");
		this.registrations = registrations;
		this.authorizedClients = authorizedClients;
		this.provider = provider;
		this.failureHandler = new RemoveAuthorizedClientReactiveOAuth2AuthorizationFailureHandler(
				(id, principal, attributes) -> authorizedClients.removeAuthorizedClient(id, principal.getName()));
	}

	/**
	 * Attempt to authorize or re-authorize (if required) the client. The authorized
	 * client is kept only when it has changed. Cancelling the {@code Mono} gives up the
	 * wait for a user, and ends the sign-in when nobody else waits for it.
	 * @param request the authorize request
	 * @return the {@link OAuth2AuthorizedClient} or an empty {@code Mono} if the
	 * registration has another grant, or {@link IllegalArgumentException} if there is no
	 * such registration, or {@link OAuth2AuthorizationException} if there is no token
	 */
	@Override
	public Mono<OAuth2AuthorizedClient> authorize(OAuth2AuthorizeRequest request) {
		Assert.notNull(request, "request cannot be null");
		return context(request).flatMap((context) -> authorize(context, request.getPrincipal()));
	}

	private Mono<OAuth2AuthorizationContext> context(OAuth2AuthorizeRequest request) {
		String registrationId = request.getClientRegistrationId();
		return Mono.justOrEmpty(request.getAuthorizedClient())
			.switchIfEmpty(Mono.defer(() -> this.authorizedClients.loadAuthorizedClient(registrationId,
					request.getPrincipal().getName())))
			.map(OAuth2AuthorizationContext::withAuthorizedClient)
			.switchIfEmpty(Mono.defer(() -> this.registrations.findByRegistrationId(registrationId)
				.map(OAuth2AuthorizationContext::withClientRegistration)))
			.switchIfEmpty(Mono.error(() -> new IllegalArgumentException(
					"Could not find ClientRegistration with id '" + registrationId + "'")))
			.map((context) -> AuthorizedClientSupport.context(context, request));
	}

	private Mono<OAuth2AuthorizedClient> authorize(OAuth2AuthorizationContext context, Authentication principal) {
		return this.provider.authorize(context)
			.onErrorResume(OAuth2AuthorizationException.class,
					(ex) -> this.failureHandler.onAuthorizationFailure(ex, principal, Collections.emptyMap())
						.then(Mono.error(ex)))
			.flatMap((authorized) -> this.authorizedClients.saveAuthorizedClient(authorized, principal)
				.thenReturn(authorized))
			.switchIfEmpty(Mono.justOrEmpty(context.getAuthorizedClient()));
	}

}
