package io.github.azuredevicecode.autoconfigure.http;

import java.util.HashMap;
import java.util.Map;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.autoconfigure.ConditionalOnDeviceCodeEnabled;
import io.github.azuredevicecode.autoconfigure.CredentialDefinition;
import io.github.azuredevicecode.autoconfigure.CredentialSettings;
import io.github.azuredevicecode.autoconfigure.DeviceCodeNamedCredentialsAutoConfiguration;
import io.github.azuredevicecode.http.TokenHosts;
import io.github.azuredevicecode.http.reactive.DeviceCodeExchangeFilterFunction;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Auto-configuration for the filter that gives the token to the requests of a
 * {@link WebClient}.
 */
@AutoConfiguration(after = DeviceCodeNamedCredentialsAutoConfiguration.class)
@ConditionalOnClass(WebClient.class)
@ConditionalOnDeviceCodeEnabled
@ConditionalOnBean(DeviceCodeCredential.class)
public final class DeviceCodeWebClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DeviceCodeExchangeFilterFunction deviceCodeExchangeFilterFunction(CredentialSettings settings,
			DeviceCodeCredential credential, Map<String, DeviceCodeCredential> credentials) {
		Map<String, DeviceCodeExchangeFilterFunction> named = new HashMap<>();
		settings.forEachNamed(credentials,
				(definition, other) -> named.put(definition.registrationId(), filter(other, definition)));
		return filter(credential, settings.defaultCredential()).withRegistrations(named);
	}

	private static DeviceCodeExchangeFilterFunction filter(DeviceCodeCredential credential,
			CredentialDefinition definition) {
		TokenHosts hosts = definition.tokenHosts();
		return new DeviceCodeExchangeFilterFunction(credential, definition.request(), hosts.allowedHosts(),
				hosts.graphHost())
			.withCae(definition.isCae());
	}

}
