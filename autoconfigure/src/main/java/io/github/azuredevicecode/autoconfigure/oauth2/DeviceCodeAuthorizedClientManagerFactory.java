package io.github.azuredevicecode.autoconfigure.oauth2;

import io.github.azuredevicecode.autoconfigure.CredentialSettings;
import io.github.azuredevicecode.oauth2.DeviceCodeClientRegistrations;
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
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes managers that need no web request.
 */
public final class DeviceCodeAuthorizedClientManagerFactory {

	private final DeviceCodeOAuth2AuthorizedClientProvider provider;

	private final DeviceCodeClientRegistrations registrations;

	private final @Nullable OAuth2AuthorizedClientService authorizedClients;

	public DeviceCodeAuthorizedClientManagerFactory(CredentialSettings settings,
			DeviceCodeOAuth2AuthorizedClientProvider provider, @Nullable ClientRegistrationRepository registrations,
			@Nullable OAuth2AuthorizedClientService authorizedClients) {
		this.provider = provider;
		this.registrations = new DeviceCodeClientRegistrations(registrations,
				new DeviceCodeClientRegistrationFactory(settings.all().values()).create());
		this.authorizedClients = authorizedClients;
	}

	public ClientRegistrationRepository registrations() {
		return this.registrations;
	}

	/**
	 * Make the manager of an application that has none: it serves the application's other
	 * registrations too.
	 * @return the manager
	 */
	OAuth2AuthorizedClientManager createForApplication() {
		OAuth2AuthorizedClientService clients = (this.authorizedClients != null) ? this.authorizedClients
				: new InMemoryOAuth2AuthorizedClientService(this.registrations);
		OAuth2AuthorizedClientManager deviceCode = create(clients);
		// Needs a JSON library, and some 800 classes, as soon as it is made
		SingletonSupplier<OAuth2AuthorizedClientManager> others = SingletonSupplier.of(() -> createForOthers(clients));
		return (request) -> isDeviceCode(request) ? deviceCode.authorize(request) : others.obtain().authorize(request);
	}

	/**
	 * Make a manager for our own clients, with a store that nobody else sees.
	 * @return the manager
	 */
	public OAuth2AuthorizedClientManager createPrivate() {
		return create(new InMemoryOAuth2AuthorizedClientService(this.registrations));
	}

	private OAuth2AuthorizedClientManager create(OAuth2AuthorizedClientService clients) {
		return new DeviceCodeOAuth2AuthorizedClientManager(this.registrations, clients, this.provider);
	}

	private OAuth2AuthorizedClientManager createForOthers(OAuth2AuthorizedClientService clients) {
		AuthorizedClientServiceOAuth2AuthorizedClientManager manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(
				this.registrations, clients);
		manager.setAuthorizedClientProvider(
				OAuth2AuthorizedClientProviderBuilder.builder().refreshToken().clientCredentials().build());
		return manager;
	}

	private boolean isDeviceCode(OAuth2AuthorizeRequest request) {
		OAuth2AuthorizedClient client = request.getAuthorizedClient();
		ClientRegistration registration = (client != null) ? client.getClientRegistration()
				: this.registrations.findByRegistrationId(request.getClientRegistrationId());
		return registration != null
				&& AuthorizationGrantType.DEVICE_CODE.equals(registration.getAuthorizationGrantType());
	}

}
