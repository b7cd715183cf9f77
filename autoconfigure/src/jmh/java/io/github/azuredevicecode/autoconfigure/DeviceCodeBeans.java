package io.github.azuredevicecode.autoconfigure;

import java.util.List;
import java.util.Map;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.autoconfigure.credential.CredentialDefinition;
import io.github.azuredevicecode.autoconfigure.credential.CredentialSettings;
import io.github.azuredevicecode.autoconfigure.oauth2.ContributedClientRegistrations;
import io.github.azuredevicecode.http.DeviceCodeClientHttpRequestInterceptor;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientManager;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientProvider;

import org.springframework.core.env.StandardEnvironment;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;

/**
 * What the auto-configuration makes of a credential.
 */
public final class DeviceCodeBeans {

	private final CredentialDefinition definition;

	private final ClientRegistrationRepository registrations;

	private final DeviceCodeOAuth2AuthorizedClientProvider provider;

	/**
	 * Create beans.
	 * @param credential gives the tokens
	 * @param scope the one scope of the registration
	 */
	public DeviceCodeBeans(DeviceCodeCredential credential, String scope) {
		DeviceCodeProperties properties = new DeviceCodeProperties();
		properties.setScopes(List.of(scope));
		CredentialSettings settings = new CredentialSettings(properties, new StandardEnvironment(), null);
		this.definition = settings.defaultCredential();
		this.registrations = new ContributedClientRegistrations(settings).forOwnClients(null);
		this.provider = new DeviceCodeOAuth2AuthorizedClientProvider(credential);
	}

	public String registrationId() {
		return this.definition.registrationId();
	}

	/**
	 * Make the manager that the interceptor uses too, with our provider alone.
	 * @return the manager
	 */
	public OAuth2AuthorizedClientManager manager() {
		return new DeviceCodeOAuth2AuthorizedClientManager(this.registrations,
				new InMemoryOAuth2AuthorizedClientService(this.registrations), this.provider);
	}

	public DeviceCodeClientHttpRequestInterceptor interceptor() {
		return new DeviceCodeClientHttpRequestInterceptor(manager(), this.registrations, registrationId(),
				Map.of(registrationId(), this.definition.tokenHosts()));
	}

}
