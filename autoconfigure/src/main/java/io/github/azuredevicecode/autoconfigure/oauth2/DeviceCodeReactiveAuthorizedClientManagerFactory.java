package io.github.azuredevicecode.autoconfigure.oauth2;

import io.github.azuredevicecode.oauth2.AuthorizedClientSupport;
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
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.util.function.SingletonSupplier;

/**
 * Creates the reactive manager of an application that has none. It needs no web exchange,
 * and serves the application's other registrations, too.
 */
final class DeviceCodeReactiveAuthorizedClientManagerFactory {

	private final ReactiveClientRegistrationRepository registrations;

	private final DeviceCodeReactiveOAuth2AuthorizedClientProvider provider;

	private final ReactiveOAuth2AuthorizedClientService authorizedClients;

	DeviceCodeReactiveAuthorizedClientManagerFactory(ContributedClientRegistrations contributed,
			DeviceCodeReactiveOAuth2AuthorizedClientProvider provider,
			@Nullable ReactiveClientRegistrationRepository application,
			@Nullable ReactiveOAuth2AuthorizedClientService authorizedClients) {
		this.registrations = registrations(contributed, application);
		this.provider = provider;
		this.authorizedClients = (authorizedClients != null) ? authorizedClients
				: new InMemoryReactiveOAuth2AuthorizedClientService(this.registrations);
	}

	private static ReactiveClientRegistrationRepository registrations(ContributedClientRegistrations contributed,
			@Nullable ReactiveClientRegistrationRepository application) {
		ClientRegistrationRepository ours = contributed.withApplication(null);
		return (id) -> ((application != null) ? application.findByRegistrationId(id) : Mono.<ClientRegistration>empty())
			.switchIfEmpty(Mono.defer(() -> Mono.justOrEmpty(ours.findByRegistrationId(id))));
	}

	ReactiveOAuth2AuthorizedClientManager create() {
		ReactiveOAuth2AuthorizedClientManager deviceCode = new DeviceCodeReactiveOAuth2AuthorizedClientManager(
				this.registrations, this.provider);
		// Needs a WebClient as soon as it is made
		SingletonSupplier<ReactiveOAuth2AuthorizedClientManager> others = SingletonSupplier.of(this::createForOthers);
		return (request) -> registration(request).map(AuthorizedClientSupport::isDeviceCode)
			.defaultIfEmpty(true)
			.flatMap((mine) -> mine ? deviceCode.authorize(request) : others.obtain().authorize(request));
	}

	private ReactiveOAuth2AuthorizedClientManager createForOthers() {
		AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager manager = new AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager(
				this.registrations, this.authorizedClients);
		manager.setAuthorizedClientProvider(
				ReactiveOAuth2AuthorizedClientProviderBuilder.builder().refreshToken().clientCredentials().build());
		return manager;
	}

	private Mono<ClientRegistration> registration(OAuth2AuthorizeRequest request) {
		OAuth2AuthorizedClient client = request.getAuthorizedClient();
		return (client != null) ? Mono.just(client.getClientRegistration())
				: this.registrations.findByRegistrationId(request.getClientRegistrationId());
	}

}
