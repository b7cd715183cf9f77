package io.github.azuredevicecode.autoconfigure;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeCredentialOptions;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.event.ApplicationEventDeviceCodeListener;
import io.github.azuredevicecode.prompt.ConsoleDeviceCodePromptHandler;
import io.github.azuredevicecode.prompt.LoggingDeviceCodePromptHandler;
import io.github.azuredevicecode.prompt.NoOpDeviceCodePromptHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskDecorator;

/**
 * Auto-configuration for {@link DeviceCodeCredential}.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "azure.identity.device-code.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DeviceCodeProperties.class)
public final class DeviceCodeAutoConfiguration {

	private static final Log logger = LogFactory.getLog(DeviceCodeAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	DeviceCodeCredential deviceCodeCredential(DeviceCodeProperties properties, DeviceCodePromptHandler promptHandler,
			ObjectProvider<DeviceCodeListener> listeners, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<TaskDecorator> taskDecorators, ObjectProvider<TokenCache> tokenCaches,
			Environment environment) {
		Boolean virtualThreads = properties.getVirtualThreads();
		DeviceCodeCredential.Builder builder = new DeviceCodePropertiesMapper(properties)
			.credential(sslBundles.getIfAvailable());
		TokenCache tokenCache = tokenCaches.getIfUnique();
		if (tokenCache != null) {
			builder.tokenCache(tokenCache);
		}
		else {
			requireMemory(properties.getTokenCache().getType());
		}
		DeviceCodeCredential credential = builder
			.virtualThreads((virtualThreads != null) ? virtualThreads
					: environment.getProperty("spring.threads.virtual.enabled", Boolean.class, true))
			.taskDecorator(CallerContextDecorator.of(taskDecorators.orderedStream().toList()))
			.promptHandler(promptHandler)
			.listener(new CompositeDeviceCodeListener(listeners.orderedStream().toList()))
			.build();
		if (properties.getAuthenticationRecord() == null
				&& DeviceCodeCredentialOptions.DEVELOPMENT_CLIENT_ID.equals(properties.getClientId())) {
			logger.warn("azure.identity.device-code.client-id is not set: the client id of Microsoft's development "
					+ "tools is used. Register an application of your own before others use this one");
		}
		return credential;
	}

	private static void requireMemory(TokenCacheProperties.Type type) {
		@Nullable String missing = switch (type) {
			case MEMORY -> null;
			case FILE, KEYRING -> "its bean was replaced by another that is not unique";
			case JDBC -> "there is no single DataSource: add spring-boot-starter-jdbc and set spring.datasource.url";
			case REDIS -> "there is no Redis: add spring-boot-starter-data-redis and set spring.data.redis.url";
		};
		if (missing != null) {
			throw LoginCodecFactory.invalid("type", type, missing + ", or define a LoginStore bean", null);
		}
	}

	@Bean
	@ConditionalOnMissingBean
	DeviceCodePromptHandler deviceCodePromptHandler(DeviceCodeProperties properties, Environment environment) {
		String applicationName = environment.getProperty("spring.application.name");
		return switch (properties.getPrompt().getOutlet()) {
			case CONSOLE -> new ConsoleDeviceCodePromptHandler(applicationName);
			case LOG -> new LoggingDeviceCodePromptHandler(applicationName);
			case NONE -> new NoOpDeviceCodePromptHandler();
		};
	}

	@Bean
	@ConditionalOnMissingBean
	ApplicationEventDeviceCodeListener deviceCodeApplicationEventListener(ApplicationEventPublisher publisher) {
		return new ApplicationEventDeviceCodeListener(publisher);
	}

	@Bean
	@ConditionalOnBooleanProperty("azure.identity.device-code.warm-up")
	WarmUp deviceCodeWarmUp(DeviceCodeCredential credential) {
		return new WarmUp(credential);
	}

	@Bean
	@ConditionalOnBooleanProperty("azure.identity.device-code.authenticate-on-startup")
	StartupAuthentication deviceCodeStartupAuthentication(DeviceCodeProperties properties,
			DeviceCodeCredential credential) {
		TokenRequest request = new DeviceCodePropertiesMapper(properties).request();
		if (request == null) {
			throw new InvalidConfigurationPropertyValueException("azure.identity.device-code.authenticate-on-startup",
					true, "azure.identity.device-code.scopes must be set too, to say what the user is asked for");
		}
		return new StartupAuthentication(credential, request);
	}

}
