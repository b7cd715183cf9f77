package io.github.azuredevicecode.autoconfigure.oauth2;

import java.util.List;

import io.github.azuredevicecode.autoconfigure.CredentialSettings;
import io.github.azuredevicecode.oauth2.DeviceCodeReactiveOAuth2AuthorizedClientManager;
import io.github.azuredevicecode.oauth2.DeviceCodeReactiveOAuth2AuthorizedClientProvider;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.security.oauth2.client.AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes a reactive manager that needs no web exchange.
 */
final class DeviceCodeReactiveAuthorizedClientManagerFactory {

	private final DeviceCodeReactiveOAuth2AuthorizedClientProvider provider;

	private final List<ClientRegistration> contributed;

	private final @Nullable ReactiveClientRegistrationRepository application;

	private final @Nullable ReactiveOAuth2AuthorizedClientService authorizedClients;

	DeviceCodeReactiveAuthorizedClientManagerFactory(CredentialSettings settings,
			DeviceCodeReactiveOAuth2AuthorizedClientProvider provider,
			@Nullable ReactiveClientRegistrationRepository application,
			@Nullable ReactiveOAuth2AuthorizedClientService authorizedClients) {
		this.provider = provider;
		this.contributed = List.copyOf(new DeviceCodeClientRegistrationFactory(settings.all().values()).create());
		this.application = application;
		this.authorizedClients = authorizedClients;
	}

	/**
	 * Make the manager of an application that has none: it serves the application's other
	 * registrations too.
	 * @return the manager
	 */
	ReactiveOAuth2AuthorizedClientManager create() {
		ReactiveOAuth2AuthorizedClientService clients = (this.authorizedClients != null) ? this.authorizedClients
				: new InMemoryReactiveOAuth2AuthorizedClientService(this::findRegistration);
		ReactiveOAuth2AuthorizedClientManager deviceCode = new DeviceCodeReactiveOAuth2AuthorizedClientManager(
				this::findRegistration, clients, this.provider);
		// Needs a WebClient as soon as it is made
		SingletonSupplier<ReactiveOAuth2AuthorizedClientManager> others = SingletonSupplier
			.of(() -> createForOthers(clients));
		return (request) -> registration(request)
			.map((registration) -> AuthorizationGrantType.DEVICE_CODE.equals(registration.getAuthorizationGrantType()))
			.defaultIfEmpty(true)
			.flatMap((mine) -> mine ? deviceCode.authorize(request) : others.obtain().authorize(request));
	}

	private ReactiveOAuth2AuthorizedClientManager createForOthers(ReactiveOAuth2AuthorizedClientService clients) {
		AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager manager = new AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager(
				this::findRegistration, clients);
		manager.setAuthorizedClientProvider(
				ReactiveOAuth2AuthorizedClientProviderBuilder.builder().refreshToken().clientCredentials().build());
		return manager;
	}

	private Mono<ClientRegistration> registration(OAuth2AuthorizeRequest request) {
		OAuth2AuthorizedClient client = request.getAuthorizedClient();
		return (client != null) ? Mono.just(client.getClientRegistration())
				: findRegistration(request.getClientRegistrationId());
	}

	private Mono<ClientRegistration> findRegistration(String registrationId) {
		Mono<ClientRegistration> ours = Mono.justOrEmpty(this.contributed.stream()
			.filter((registration) -> registration.getRegistrationId().equals(registrationId))
			.findFirst());
		return (this.application != null) ? this.application.findByRegistrationId(registrationId).switchIfEmpty(ours)
				: ours;
	}

}
