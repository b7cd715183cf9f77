package io.github.azuredevicecode.autoconfigure.http;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.azuredevicecode.autoconfigure.ConditionalOnDeviceCodeEnabled;
import io.github.azuredevicecode.autoconfigure.credential.CredentialSettings;
import io.github.azuredevicecode.autoconfigure.oauth2.ContributedClientRegistrations;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeOAuth2ClientAutoConfiguration;
import io.github.azuredevicecode.http.DeviceCodeClientHttpRequestInterceptor;
import io.github.azuredevicecode.http.TokenHosts;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientManager;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientProvider;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.web.client.RestClient;

/**
 * Auto-configuration for the interceptor that gives the token to the requests of a
 * {@link RestClient}.
 */
@AutoConfiguration(after = DeviceCodeOAuth2ClientAutoConfiguration.class)
@ConditionalOnClass({ RestClient.class, ClientRegistrationRepository.class })
@ConditionalOnDeviceCodeEnabled
@ConditionalOnBean(DeviceCodeOAuth2AuthorizedClientProvider.class)
@Import(ContributedClientRegistrations.class)
public final class DeviceCodeRestClientAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	DeviceCodeClientHttpRequestInterceptor deviceCodeClientHttpRequestInterceptor(CredentialSettings settings,
			ContributedClientRegistrations contributed, DeviceCodeOAuth2AuthorizedClientProvider provider,
			ObjectProvider<ClientRegistrationRepository> application) {
		ClientRegistrationRepository registrations = contributed.forOwnClients(application.getIfUnique());
		OAuth2AuthorizedClientManager manager = new DeviceCodeOAuth2AuthorizedClientManager(registrations, provider);
		Map<String, TokenHosts> hosts = new LinkedHashMap<>();
		settings.byRegistration().forEach((id, definition) -> hosts.put(id, definition.tokenHosts()));
		return new DeviceCodeClientHttpRequestInterceptor(manager, registrations,
				settings.defaultCredential().registrationId(), hosts);
	}

}
