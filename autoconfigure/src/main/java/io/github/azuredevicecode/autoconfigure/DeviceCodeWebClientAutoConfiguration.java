package io.github.azuredevicecode.autoconfigure;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.oauth2.DeviceCodeExchangeFilterFunction;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Auto-configuration for the filter that gives the token to the requests of a
 * {@link WebClient}.
 */
@AutoConfiguration(after = DeviceCodeAutoConfiguration.class)
@ConditionalOnClass(WebClient.class)
@ConditionalOnBooleanProperty(name = "azure.identity.device-code.enabled", matchIfMissing = true)
@ConditionalOnBean(DeviceCodeCredential.class)
public final class DeviceCodeWebClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DeviceCodeExchangeFilterFunction deviceCodeExchangeFilterFunction(CredentialSettings settings,
			DeviceCodeCredential credential) {
		DeviceCodePropertiesMapper mapper = settings.main();
		return new DeviceCodeExchangeFilterFunction(credential, mapper.request(), mapper.allowedHosts(),
				MicrosoftGraph.host(mapper.options().authorityHost()))
			.withCae(properties.isEnableCae());
	}

}
