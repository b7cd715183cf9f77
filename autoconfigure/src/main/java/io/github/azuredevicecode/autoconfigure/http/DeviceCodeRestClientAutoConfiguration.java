package io.github.azuredevicecode.autoconfigure.http;

import java.util.Map;
import java.util.stream.Collectors;

import io.github.azuredevicecode.autoconfigure.ConditionalOnDeviceCodeEnabled;
import io.github.azuredevicecode.autoconfigure.CredentialSettings;
import io.github.azuredevicecode.autoconfigure.DeviceCodePropertiesMapper;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeAuthorizedClientManagerFactory;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeOAuth2ClientAutoConfiguration;
import io.github.azuredevicecode.http.DeviceCodeClientHttpRequestInterceptor;
import io.github.azuredevicecode.http.TokenHosts;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientProvider;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
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
public final class DeviceCodeRestClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DeviceCodeClientHttpRequestInterceptor deviceCodeClientHttpRequestInterceptor(CredentialSettings settings,
			DeviceCodeOAuth2AuthorizedClientProvider provider,
			ObjectProvider<ClientRegistrationRepository> registrations) {
		DeviceCodeAuthorizedClientManagerFactory managers = new DeviceCodeAuthorizedClientManagerFactory(settings,
				provider, registrations.getIfUnique(), null);
		Map<String, TokenHosts> hosts = settings.all()
			.values()
			.stream()
			.collect(Collectors.toMap(DeviceCodePropertiesMapper::registrationId,
					DeviceCodePropertiesMapper::tokenHosts, (first, second) -> first));
		return new DeviceCodeClientHttpRequestInterceptor(managers.createPrivate(), managers.registrations(),
				settings.main().registrationId(), hosts);
	}

}
