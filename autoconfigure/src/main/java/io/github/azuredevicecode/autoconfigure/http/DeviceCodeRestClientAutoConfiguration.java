package io.github.azuredevicecode.autoconfigure.http;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.azuredevicecode.autoconfigure.ConditionalOnDeviceCodeEnabled;
import io.github.azuredevicecode.autoconfigure.credential.CredentialSettings;
import io.github.azuredevicecode.autoconfigure.oauth2.ContributedClientRegistrations;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeOAuth2ClientAutoConfiguration;
import io.github.azuredevicecode.http.DeviceCodeRestClientConfigurer;
import io.github.azuredevicecode.http.TokenHosts;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientManager;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientProvider;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.RestClient;

/**
 * Auto-configuration for what has a {@link RestClient} send the token.
 */
@AutoConfiguration(after = DeviceCodeOAuth2ClientAutoConfiguration.class)
@ConditionalOnClass({ RestClient.class, ClientHttpRequestFactoryBuilder.class, ClientRegistrationRepository.class })
@ConditionalOnDeviceCodeEnabled
@ConditionalOnBean(DeviceCodeOAuth2AuthorizedClientProvider.class)
@Import(ContributedClientRegistrations.class)
public final class DeviceCodeRestClientAutoConfiguration {

	// Of @FakeDeviceCode
	static final String FAKE_CREDENTIAL_BEAN_NAME = "fakeDeviceCodeCredential";

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	DeviceCodeRestClientConfigurer deviceCodeRestClientConfigurer(CredentialSettings settings,
			ContributedClientRegistrations contributed,
			ObjectProvider<DeviceCodeOAuth2AuthorizedClientProvider> provider,
			ObjectProvider<ClientRegistrationRepository> application,
			ObjectProvider<ClientHttpRequestFactoryBuilder<?>> client,
			ObjectProvider<HttpClientSettings> clientSettings, BeanFactory beanFactory) {
		ClientRegistrationRepository registrations = contributed.forOwnClients(application.getIfUnique());
		SingletonSupplier<OAuth2AuthorizedClientManager> manager = SingletonSupplier
			.of(() -> new DeviceCodeOAuth2AuthorizedClientManager(registrations, provider.getObject()));
		Map<String, TokenHosts> hosts = new LinkedHashMap<>();
		settings.byRegistration().forEach((id, definition) -> hosts.put(id, definition.tokenHosts()));
		return new DeviceCodeRestClientConfigurer(manager::obtain, registrations,
				settings.defaultCredential().registrationId(), hosts,
				client.getIfAvailable(ClientHttpRequestFactoryBuilder::detect),
				clientSettings.getIfAvailable(HttpClientSettings::defaults),
				beanFactory.containsBean(FAKE_CREDENTIAL_BEAN_NAME));
	}

}
