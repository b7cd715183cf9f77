package io.github.azuredevicecode.autoconfigure.oauth2;

import java.util.Map;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.autoconfigure.ConditionalOnDeviceCodeEnabled;
import io.github.azuredevicecode.autoconfigure.credential.CredentialSettings;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientProvider;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;

/**
 * Auto-configuration that feeds the token to Spring Security's OAuth 2.0 client. It
 * publishes neither a registration repository nor an authorized client service: these
 * would take the place of the application's own.
 */
@AutoConfiguration(after = DeviceCodeAutoConfiguration.class, afterName = {
		"org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration",
		"org.springframework.boot.security.oauth2.client.autoconfigure.servlet.OAuth2ClientWebSecurityAutoConfiguration" })
@ConditionalOnClass(OAuth2AuthorizedClientProvider.class)
@ConditionalOnDeviceCodeEnabled
@ConditionalOnSingleCandidate(DeviceCodeCredential.class)
@Import(ContributedClientRegistrations.class)
public final class DeviceCodeOAuth2ClientAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	DeviceCodeOAuth2AuthorizedClientProvider deviceCodeOAuth2AuthorizedClientProvider(DeviceCodeCredential credential,
			Map<String, DeviceCodeCredential> credentials, CredentialSettings settings) {
		DeviceCodeOAuth2AuthorizedClientProvider provider = new DeviceCodeOAuth2AuthorizedClientProvider(credential);
		provider.setCae(settings.defaultCredential().isCae());
		settings.forEachNamed(credentials,
				(definition, named) -> provider.setCredential(definition.registrationId(), named, definition.isCae()));
		return provider;
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean({ OAuth2AuthorizedClientManager.class, OAuth2AuthorizedClientRepository.class })
	OAuth2AuthorizedClientManager deviceCodeAuthorizedClientManager(ContributedClientRegistrations contributed,
			DeviceCodeOAuth2AuthorizedClientProvider provider,
			ObjectProvider<ClientRegistrationRepository> registrations,
			ObjectProvider<OAuth2AuthorizedClientService> authorizedClients) {
		return new DeviceCodeAuthorizedClientManagerFactory(contributed, provider, registrations.getIfUnique(),
				authorizedClients.getIfUnique())
			.create();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OAuth2ClientProperties.class)
	static class OAuth2ClientPropertiesConfiguration {

		@Bean
		static DeviceCodeOAuth2ClientPropertiesPostProcessor deviceCodeOAuth2ClientPropertiesPostProcessor(
				ObjectProvider<ContributedClientRegistrations> contributed) {
			return new DeviceCodeOAuth2ClientPropertiesPostProcessor(contributed);
		}

	}

}
