package io.github.azuredevicecode.autoconfigure.http;

import io.github.azuredevicecode.autoconfigure.ConditionalOnDeviceCodeEnabled;
import io.github.azuredevicecode.autoconfigure.oauth2.ContributedClientRegistrations;
import io.github.azuredevicecode.http.DeviceCodeRestClientConfigurer;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientProvider;
import io.github.azuredevicecode.oauth2.web.DeviceCodeHttpServiceGroupConfigurer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.client.annotation.ClientRegistrationId;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;

/**
 * Auto-configuration that gives the token to HTTP interfaces which name a registration
 * with the device_code grant.
 */
@AutoConfiguration(after = DeviceCodeRestClientAutoConfiguration.class)
@ConditionalOnClass({ RestClientHttpServiceGroupConfigurer.class, ClientRegistrationId.class })
@ConditionalOnDeviceCodeEnabled
@ConditionalOnBean({ HttpServiceProxyRegistry.class, DeviceCodeRestClientConfigurer.class,
		DeviceCodeOAuth2AuthorizedClientProvider.class })
@Import({ ContributedClientRegistrations.class, GroupSettings.class })
public final class DeviceCodeHttpServiceAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DeviceCodeHttpServiceGroupConfigurer deviceCodeHttpServiceGroupConfigurer(
			ContributedClientRegistrations contributed, DeviceCodeRestClientConfigurer deviceCode,
			ObjectProvider<ClientRegistrationRepository> registrations, GroupSettings settings) {
		return new DeviceCodeHttpServiceGroupConfigurer(deviceCode,
				contributed.withApplication(registrations.getIfUnique()), settings::find);
	}

}
