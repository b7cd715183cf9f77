package io.github.azuredevicecode.autoconfigure.management;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.autoconfigure.credential.CredentialDefinition;
import io.github.azuredevicecode.autoconfigure.credential.CredentialSettings;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.management.DeviceCodeOperations;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;
import io.github.azuredevicecode.management.DeviceCodeStatusRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Configuration of the status and the operations of all credentials, imported by the
 * configurations of what shows them. An application that shows nothing has no use for
 * them.
 */
@Configuration(proxyBeanMethods = false)
public final class DeviceCodeManagementConfiguration {

	DeviceCodeManagementConfiguration() {
	}

	// Needs no credential: the credential is built with all listeners, of which this is
	// one
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	DeviceCodeStatusRegistry deviceCodeStatusRegistry(ObjectProvider<Clock> clocks) {
		return new DeviceCodeStatusRegistry(clocks.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	DeviceCodeOperationsRegistry deviceCodeOperationsRegistry(Map<String, DeviceCodeCredential> credentials,
			ObjectProvider<DeviceCodeCredential> defaultCredential, DeviceCodeStatusRegistry statusRegistry,
			CredentialSettings settings) {
		// Not a bean, since Boot's own executor would back off; a person may take long,
		// which must not hold up a pool or the end of the JVM
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("device-code-operator-");
		executor.setDaemon(true);
		DeviceCodeCredential first = defaultCredential.getIfUnique();
		List<DeviceCodeOperations> operations = new ArrayList<>();
		credentials.forEach((beanName, credential) -> {
			String name = (credential != first) ? beanName : DeviceCodeCredential.DEFAULT_NAME;
			CredentialDefinition definition = settings.all().get(name);
			AuthoritySettings authority = (definition != null) ? definition.authority() : null;
			operations.add((credential != first) ? operations.size() : 0,
					new DeviceCodeOperations(name, credential, statusRegistry.tracker(name),
							(authority != null) ? authority.clientId() : null,
							(authority != null) ? authority.tenantId() : null, executor,
							(definition != null) ? definition.displayName() : null));
		});
		return new DeviceCodeOperationsRegistry(operations);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(TokenCache.class)
	static class CachedLoginConfiguration {

		@Bean
		@ConditionalOnMissingBean
		CachedLoginLookup deviceCodeCachedLoginLookup(DeviceCodeOperationsRegistry operationsRegistry) {
			return new CachedLoginLookup(operationsRegistry);
		}

	}

}
