package io.github.azuredevicecode.autoconfigure;

import java.util.List;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.oauth2.DeviceCodeClientHttpRequestInterceptor;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientProvider;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;

/**
 * What the auto-configuration makes of a credential.
 */
public final class DeviceCodeBeans {

	private final DeviceCodeProperties properties = new DeviceCodeProperties();

	private final DeviceCodeOAuth2AuthorizedClientProvider provider;

	/**
	 * Create beans.
	 * @param credential gives the tokens
	 * @param scope the one scope of the registration
	 */
	public DeviceCodeBeans(DeviceCodeCredential credential, String scope) {
		this.properties.setScopes(List.of(scope));
		this.provider = new DeviceCodeOAuth2AuthorizedClientProvider(credential);
	}

	public String registrationId() {
		return new DeviceCodePropertiesMapper(this.properties).registrationId();
	}

	/**
	 * Make the manager that the interceptor uses too, with our provider alone.
	 * @return the manager
	 */
	public OAuth2AuthorizedClientManager manager() {
		return new DeviceCodeAuthorizedClientManagerFactory(this.properties, this.provider, null, null).createPrivate();
	}

	public DeviceCodeClientHttpRequestInterceptor interceptor() {
		return new DeviceCodeRestClientAutoConfiguration().deviceCodeClientHttpRequestInterceptor(this.properties,
				this.provider, new StaticListableBeanFactory().getBeanProvider(ClientRegistrationRepository.class));
	}

}
