package io.github.azuredevicecode.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import io.github.azuredevicecode.oauth2.DeviceCodeClientRegistrations;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager.DefaultContextAttributesMapper;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes managers that need no web request.
 */
final class DeviceCodeAuthorizedClientManagerFactory {

	private final DeviceCodeOAuth2AuthorizedClientProvider provider;

	private final DeviceCodeClientRegistrations registrations;

	private final @Nullable OAuth2AuthorizedClientService authorizedClients;

	DeviceCodeAuthorizedClientManagerFactory(DeviceCodeProperties properties,
			DeviceCodeOAuth2AuthorizedClientProvider provider, @Nullable ClientRegistrationRepository registrations,
			@Nullable OAuth2AuthorizedClientService authorizedClients) {
		this.provider = provider;
		this.registrations = new DeviceCodeClientRegistrations(registrations,
				new DeviceCodeClientRegistrationFactory(properties).create());
		this.authorizedClients = authorizedClients;
	}

	ClientRegistrationRepository registrations() {
		return this.registrations;
	}

	/**
	 * Make the manager of an application that has none: it serves the application's other
	 * registrations too.
	 * @return the manager
	 */
	OAuth2AuthorizedClientManager createForApplication() {
		SingletonSupplier<OAuth2AuthorizedClientProvider> others = SingletonSupplier
			.of(() -> OAuth2AuthorizedClientProviderBuilder.builder().refreshToken().clientCredentials().build());
		// The others need a JSON library, and some 800 classes, as soon as they are built
		OAuth2AuthorizedClientProvider all = (context) -> AuthorizationGrantType.DEVICE_CODE
			.equals(context.getClientRegistration().getAuthorizationGrantType()) ? this.provider.authorize(context)
					: others.obtain().authorize(context);
		return create((this.authorizedClients != null) ? this.authorizedClients
				: new InMemoryOAuth2AuthorizedClientService(this.registrations), all);
	}

	/**
	 * Make a manager for our own clients, with a store that nobody else sees.
	 * @return the manager
	 */
	OAuth2AuthorizedClientManager createPrivate() {
		return create(new InMemoryOAuth2AuthorizedClientService(this.registrations), this.provider);
	}

	private OAuth2AuthorizedClientManager create(OAuth2AuthorizedClientService service,
			OAuth2AuthorizedClientProvider provider) {
		AuthorizedClientServiceOAuth2AuthorizedClientManager manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(
				this.registrations, service);
		manager.setAuthorizedClientProvider(provider);
		DefaultContextAttributesMapper scopes = new DefaultContextAttributesMapper();
		manager.setContextAttributesMapper((request) -> withClaims(scopes.apply(request), request));
		return manager;
	}

	private static Map<String, Object> withClaims(Map<String, Object> attributes, OAuth2AuthorizeRequest request) {
		String claims = request.getAttribute(DeviceCodeOAuth2AuthorizedClientProvider.CLAIMS_ATTRIBUTE_NAME);
		if (claims == null) {
			return attributes;
		}
		Map<String, Object> withClaims = new HashMap<>(attributes);
		withClaims.put(DeviceCodeOAuth2AuthorizedClientProvider.CLAIMS_ATTRIBUTE_NAME, claims);
		return withClaims;
	}

}
