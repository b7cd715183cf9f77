package io.github.azuredevicecode.autoconfigure.http;

import io.github.azuredevicecode.autoconfigure.ConditionalOnDeviceCodeEnabled;
import io.github.azuredevicecode.autoconfigure.oauth2.ContributedClientRegistrations;
import io.github.azuredevicecode.http.DeviceCodeWebClientConfigurer;
import io.github.azuredevicecode.oauth2.web.DeviceCodeWebClientHttpServiceGroupConfigurer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.client.annotation.ClientRegistrationId;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;

/**
 * Auto-configuration that gives the token to HTTP interfaces over {@code WebClient} which
 * name a registration with the device_code grant.
 */
@AutoConfiguration(after = DeviceCodeWebClientAutoConfiguration.class)
@ConditionalOnClass({ WebClientHttpServiceGroupConfigurer.class, ClientRegistrationId.class })
@ConditionalOnDeviceCodeEnabled
@ConditionalOnBean({ HttpServiceProxyRegistry.class, DeviceCodeWebClientConfigurer.class })
@Import({ ContributedClientRegistrations.class, GroupSettings.class, WebClientRegistrations.class })
public final class DeviceCodeReactiveHttpServiceAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DeviceCodeWebClientHttpServiceGroupConfigurer deviceCodeWebClientHttpServiceGroupConfigurer(
			DeviceCodeWebClientConfigurer deviceCode, WebClientRegistrations registrations, GroupSettings settings) {
		return new DeviceCodeWebClientHttpServiceGroupConfigurer(deviceCode, registrations.repository(),
				settings::find);
	}

}
