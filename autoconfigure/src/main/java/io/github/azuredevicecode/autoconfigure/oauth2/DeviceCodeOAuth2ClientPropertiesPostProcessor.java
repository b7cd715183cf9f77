package io.github.azuredevicecode.autoconfigure.oauth2;

import java.util.LinkedHashSet;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.security.oauth2.client.registration.ClientRegistration;

/**
 * Adds our registrations to those that Boot makes from properties, so that the
 * application's one repository and its shared manager know them. What the application has
 * configured under the same id prevails.
 */
final class DeviceCodeOAuth2ClientPropertiesPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<ContributedClientRegistrations> contributed;

	DeviceCodeOAuth2ClientPropertiesPostProcessor(ObjectProvider<ContributedClientRegistrations> contributed) {
		this.contributed = contributed;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof OAuth2ClientProperties clientProperties && !clientProperties.getRegistration().isEmpty()) {
			this.contributed.getObject().contributed().forEach((registration) -> add(registration, clientProperties));
		}
		return bean;
	}

	private void add(ClientRegistration source, OAuth2ClientProperties target) {
		String id = source.getRegistrationId();
		if (target.getRegistration().containsKey(id)) {
			return;
		}
		OAuth2ClientProperties.Registration registration = new OAuth2ClientProperties.Registration();
		registration.setClientId(source.getClientId());
		registration.setClientName(source.getClientName());
		registration.setClientAuthenticationMethod(source.getClientAuthenticationMethod().getValue());
		registration.setAuthorizationGrantType(source.getAuthorizationGrantType().getValue());
		registration.setScope(new LinkedHashSet<>(source.getScopes()));
		OAuth2ClientProperties.Provider provider = new OAuth2ClientProperties.Provider();
		provider.setTokenUri(source.getProviderDetails().getTokenUri());
		target.getRegistration().put(id, registration);
		target.getProvider().putIfAbsent(id, provider);
	}

}
