package io.github.azuredevicecode.autoconfigure.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.autoconfigure.ConditionalOnDeviceCodeEnabled;
import io.github.azuredevicecode.autoconfigure.credential.CredentialDefinition;
import io.github.azuredevicecode.autoconfigure.credential.CredentialSettings;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.ContributedClientRegistrations;
import io.github.azuredevicecode.http.DeviceCodeWebClientConfigurer;
import io.github.azuredevicecode.http.TokenSource;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Auto-configuration for what has a {@link WebClient} send the token.
 */
@AutoConfiguration(after = DeviceCodeAutoConfiguration.class)
@ConditionalOnClass({ WebClient.class, ClientHttpConnectorBuilder.class })
@ConditionalOnDeviceCodeEnabled
@ConditionalOnSingleCandidate(DeviceCodeCredential.class)
public final class DeviceCodeWebClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DeviceCodeWebClientConfigurer deviceCodeWebClientConfigurer(CredentialSettings settings,
			ObjectProvider<DeviceCodeCredential> credential, ListableBeanFactory beanFactory,
			ObjectProvider<RegisteredScopes> registeredScopes, ObjectProvider<ClientHttpConnectorBuilder<?>> client,
			ObjectProvider<HttpClientSettings> clientSettings) {
		CredentialDefinition definition = settings.defaultCredential();
		Map<String, TokenSource> sources = new LinkedHashMap<>();
		sources.put(definition.registrationId(), source(definition, credential::getObject));
		List<String> names = List.of(beanFactory.getBeanNamesForType(DeviceCodeCredential.class, true, false));
		settings.forEachNamed((name, named) -> {
			if (names.contains(name)) {
				sources.put(named.registrationId(),
						source(named, () -> beanFactory.getBean(name, DeviceCodeCredential.class)));
			}
		});
		return new DeviceCodeWebClientConfigurer(registeredScopes.getIfAvailable(() -> (id) -> null)::find,
				definition.registrationId(), sources, client.getIfAvailable(ClientHttpConnectorBuilder::detect),
				clientSettings.getIfAvailable(HttpClientSettings::defaults),
				beanFactory.containsBean(DeviceCodeRestClientAutoConfiguration.FAKE_CREDENTIAL_BEAN_NAME));
	}

	private static TokenSource source(CredentialDefinition definition, Supplier<DeviceCodeCredential> credential) {
		return new TokenSource(SingletonSupplier.of(credential)::obtain, definition.request(), definition.isCae(),
				definition.tokenHosts());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ClientRegistrationRepository.class)
	@Import({ ContributedClientRegistrations.class, WebClientRegistrations.class })
	static class ClientRegistrationConfiguration {

	}

}
