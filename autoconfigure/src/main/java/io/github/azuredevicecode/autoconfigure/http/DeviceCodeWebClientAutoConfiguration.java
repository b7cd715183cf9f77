package io.github.azuredevicecode.autoconfigure.http;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.autoconfigure.ConditionalOnDeviceCodeEnabled;
import io.github.azuredevicecode.autoconfigure.credential.CredentialDefinition;
import io.github.azuredevicecode.autoconfigure.credential.CredentialSettings;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeNamedCredentialsAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.ContributedClientRegistrations;
import io.github.azuredevicecode.http.reactive.DeviceCodeExchangeFilterFunction;
import io.github.azuredevicecode.http.reactive.TokenSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
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
			DeviceCodeCredential credential, Map<String, DeviceCodeCredential> credentials,
			ObjectProvider<RegisteredScopes> registeredScopes) {
		CredentialDefinition definition = settings.defaultCredential();
		Map<String, TokenSource> sources = new LinkedHashMap<>();
		sources.put(definition.registrationId(), source(definition, credential));
		settings.forEachNamed(credentials, (named, other) -> sources.put(named.registrationId(), source(named, other)));
		return new DeviceCodeExchangeFilterFunction(registeredScopes.getIfAvailable(() -> (id) -> null)::find,
				definition.registrationId(), sources);
	}

	private static TokenSource source(CredentialDefinition definition, DeviceCodeCredential credential) {
		return new TokenSource(credential, definition.request(), definition.isCae(), definition.tokenHosts());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ClientRegistrationRepository.class)
	@Import({ ContributedClientRegistrations.class, WebClientRegistrations.class })
	static class ClientRegistrationConfiguration {

	}

}
