package io.github.azuredevicecode.autoconfigure.management;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.autoconfigure.CredentialSettings;
import io.github.azuredevicecode.autoconfigure.DeviceCodeNamedCredentialsAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.DeviceCodePropertiesMapper;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.management.DeviceCodeOperations;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;
import io.github.azuredevicecode.management.DeviceCodeStatusRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * {@link AutoConfiguration Auto-configuration} for what is known of the logins.
 */
@AutoConfiguration(after = DeviceCodeNamedCredentialsAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "azure.identity.device-code.enabled", matchIfMissing = true)
@ConditionalOnBean(DeviceCodeCredential.class)
public final class DeviceCodeManagementAutoConfiguration {

	// Needs no credential: the credential is built with all listeners, of which this is
	// one
	@Bean
	@ConditionalOnMissingBean
	DeviceCodeStatusRegistry deviceCodeLoginStates(ObjectProvider<Clock> clocks) {
		return new DeviceCodeStatusRegistry(clocks.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	DeviceCodeOperationsRegistry deviceCodeLogins(Map<String, DeviceCodeCredential> credentials,
			ObjectProvider<DeviceCodeCredential> main, DeviceCodeStatusRegistry states, CredentialSettings settings) {
		// Not a bean, since Boot's own executor would back off; a person may take long,
		// which must not hold up a pool or the end of the JVM
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("device-code-operator-");
		executor.setDaemon(true);
		DeviceCodeCredential first = main.getIfUnique();
		List<DeviceCodeOperations> logins = new ArrayList<>();
		credentials.forEach((beanName, credential) -> {
			String name = (credential != first) ? beanName : DeviceCodeCredential.DEFAULT_NAME;
			DeviceCodePropertiesMapper mapper = settings.all().get(name);
			AuthoritySettings authority = (mapper != null) ? mapper.authority() : null;
			logins.add((credential != first) ? logins.size() : 0,
					new DeviceCodeOperations(name, credential, states.tracker(name),
							(authority != null) ? authority.clientId() : null,
							(authority != null) ? authority.tenantId() : null, executor));
		});
		return new DeviceCodeOperationsRegistry(logins);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(TokenCache.class)
	KeptLoginLookUp deviceCodeKeptLoginLookUp(DeviceCodeOperationsRegistry logins) {
		return new KeptLoginLookUp(logins);
	}

}
