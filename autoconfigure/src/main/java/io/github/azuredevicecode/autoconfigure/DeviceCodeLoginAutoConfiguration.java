package io.github.azuredevicecode.autoconfigure;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeCredentialOptions;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.login.DeviceCodeLoginStates;
import io.github.azuredevicecode.login.DeviceCodeLogins;
import io.github.azuredevicecode.login.OperatedLogin;

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
public final class DeviceCodeLoginAutoConfiguration {

	// Needs no credential: the credential is built with all listeners, of which this is
	// one
	@Bean
	@ConditionalOnMissingBean
	DeviceCodeLoginStates deviceCodeLoginStates(ObjectProvider<Clock> clocks) {
		return new DeviceCodeLoginStates(clocks.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	DeviceCodeLogins deviceCodeLogins(Map<String, DeviceCodeCredential> credentials,
			ObjectProvider<DeviceCodeCredential> main, DeviceCodeLoginStates states, CredentialSettings settings) {
		// Not a bean, since Boot's own executor would back off; a person may take long,
		// which must not hold up a pool or the end of the JVM
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("device-code-operator-");
		executor.setDaemon(true);
		DeviceCodeCredential first = main.getIfUnique();
		List<OperatedLogin> logins = new ArrayList<>();
		credentials.forEach((beanName, credential) -> {
			String name = (credential != first) ? beanName : DeviceCodeCredentialOptions.DEFAULT_NAME;
			DeviceCodePropertiesMapper mapper = settings.all().get(name);
			logins.add((credential != first) ? logins.size() : 0, new OperatedLogin(name, credential,
					states.forCredential(name), (mapper != null) ? mapper.options() : null, executor));
		});
		return new DeviceCodeLogins(logins);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(TokenCache.class)
	KeptLoginLookUp deviceCodeKeptLoginLookUp(DeviceCodeLogins logins) {
		return new KeptLoginLookUp(logins);
	}

}
