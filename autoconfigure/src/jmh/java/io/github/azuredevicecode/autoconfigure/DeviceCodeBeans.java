package io.github.azuredevicecode.autoconfigure;

import java.util.List;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeRestClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeAuthorizedClientManagerFactory;
import io.github.azuredevicecode.http.DeviceCodeClientHttpRequestInterceptor;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientProvider;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;

/**
 * What the auto-configuration makes of a credential.
 */
public final class DeviceCodeBeans {

	private final CredentialSettings settings;

	private final DeviceCodeOAuth2AuthorizedClientProvider provider;

	/**
	 * Create beans.
	 * @param credential gives the tokens
	 * @param scope the one scope of the registration
	 */
	public DeviceCodeBeans(DeviceCodeCredential credential, String scope) {
		DeviceCodeProperties properties = new DeviceCodeProperties();
		properties.setScopes(List.of(scope));
		this.settings = new CredentialSettings(properties, new StandardEnvironment());
		this.provider = new DeviceCodeOAuth2AuthorizedClientProvider(credential);
	}

	public String registrationId() {
		return this.settings.main().registrationId();
	}

	/**
	 * Make the manager that the interceptor uses too, with our provider alone.
	 * @return the manager
	 */
	public OAuth2AuthorizedClientManager manager() {
		return new DeviceCodeAuthorizedClientManagerFactory(this.settings, this.provider, null, null).createPrivate();
	}

	public DeviceCodeClientHttpRequestInterceptor interceptor() {
		return new DeviceCodeRestClientAutoConfiguration().deviceCodeClientHttpRequestInterceptor(this.settings,
				this.provider, new StaticListableBeanFactory().getBeanProvider(ClientRegistrationRepository.class));
	}

}
