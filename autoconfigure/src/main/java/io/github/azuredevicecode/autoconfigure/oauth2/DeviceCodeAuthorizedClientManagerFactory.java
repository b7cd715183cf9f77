package io.github.azuredevicecode.autoconfigure.oauth2;

import io.github.azuredevicecode.oauth2.AuthorizedClientSupport;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientManager;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.util.function.SingletonSupplier;

/**
 * Creates the manager of an application that has none. It needs no web request, and
 * serves the application's other registrations, too.
 */
final class DeviceCodeAuthorizedClientManagerFactory {

	private final ClientRegistrationRepository registrations;

	private final DeviceCodeOAuth2AuthorizedClientProvider provider;

	private final OAuth2AuthorizedClientService authorizedClients;

	DeviceCodeAuthorizedClientManagerFactory(ContributedClientRegistrations contributed,
			DeviceCodeOAuth2AuthorizedClientProvider provider, @Nullable ClientRegistrationRepository application,
			@Nullable OAuth2AuthorizedClientService authorizedClients) {
		this.registrations = contributed.withApplication(application);
		this.provider = provider;
		this.authorizedClients = (authorizedClients != null) ? authorizedClients
				: new InMemoryOAuth2AuthorizedClientService(this.registrations);
	}

	OAuth2AuthorizedClientManager create() {
		OAuth2AuthorizedClientManager deviceCode = new DeviceCodeOAuth2AuthorizedClientManager(this.registrations,
				this.provider);
		// Needs a JSON library, and some 800 classes, as soon as it is made
		SingletonSupplier<OAuth2AuthorizedClientManager> others = SingletonSupplier.of(this::createForOthers);
		return (request) -> {
			ClientRegistration registration = registration(request);
			return (registration == null || AuthorizedClientSupport.isDeviceCode(registration))
					? deviceCode.authorize(request) : others.obtain().authorize(request);
		};
	}

	private OAuth2AuthorizedClientManager createForOthers() {
		AuthorizedClientServiceOAuth2AuthorizedClientManager manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(
				this.registrations, this.authorizedClients);
		manager.setAuthorizedClientProvider(
				OAuth2AuthorizedClientProviderBuilder.builder().refreshToken().clientCredentials().build());
		return manager;
	}

	private @Nullable ClientRegistration registration(OAuth2AuthorizeRequest request) {
		OAuth2AuthorizedClient client = request.getAuthorizedClient();
		return (client != null) ? client.getClientRegistration()
				: this.registrations.findByRegistrationId(request.getClientRegistrationId());
	}

}
