package io.github.azuredevicecode.autoconfigure.credential;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.autoconfigure.ConditionalOnDeviceCodeEnabled;
import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import io.github.azuredevicecode.event.ApplicationEventDeviceCodeListener;
import io.github.azuredevicecode.prompt.ConsoleDeviceCodePromptHandler;
import io.github.azuredevicecode.prompt.LoggingDeviceCodePromptHandler;
import io.github.azuredevicecode.prompt.NoOpDeviceCodePromptHandler;
import io.github.azuredevicecode.prompt.PageDeviceCodePromptHandler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskDecorator;

/**
 * Auto-configuration for {@link DeviceCodeCredential}.
 *
 * @since 0.1
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnDeviceCodeEnabled
@EnableConfigurationProperties(DeviceCodeProperties.class)
@Import(NamedCredentialsRegistrar.class)
public final class DeviceCodeAutoConfiguration {

	static final String CONFIGURED_CREDENTIALS_BEAN_NAME = "deviceCodeConfiguredCredentials";

	// Not lazy, so that an invalid property ends the start-up
	@Bean
	@Lazy(false)
	CredentialSettings deviceCodeCredentialSettings(DeviceCodeProperties properties, Environment environment,
			ObjectProvider<SslBundles> sslBundles) {
		MsalVersion.requireSupported(CredentialSettings.class.getClassLoader());
		if (properties.getPrompt().getOutput() == DeviceCodeProperties.Prompt.Output.PAGE) {
			PageAddress.requireEnabled(properties.getPage());
		}
		return new CredentialSettings(properties, environment, sslBundles.getIfAvailable());
	}

	@Bean(CONFIGURED_CREDENTIALS_BEAN_NAME)
	@Lazy
	ConfiguredCredentials deviceCodeConfiguredCredentials(CredentialSettings settings, DeviceCodeProperties properties,
			DeviceCodePromptHandler promptHandler, ObjectProvider<DeviceCodeListener> listeners,
			ObjectProvider<DeviceCodeInstrumentation> instrumentations, ObjectProvider<TaskDecorator> taskDecorators,
			ObjectProvider<TokenCache> tokenCaches, Environment environment) {
		return new ConfiguredCredentials(settings, properties, promptHandler, listeners, instrumentations,
				taskDecorators, tokenCaches, environment);
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	DeviceCodeCredential deviceCodeCredential(ConfiguredCredentials credentials) {
		return credentials.defaultCredential();
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	DeviceCodePromptHandler deviceCodePromptHandler(DeviceCodeProperties properties, Environment environment) {
		String applicationName = environment.getProperty("spring.application.name");
		return switch (properties.getPrompt().getOutput()) {
			case CONSOLE ->
				new ConsoleDeviceCodePromptHandler(applicationName, null, properties.getPrompt().getQrCode());
			case LOG -> new LoggingDeviceCodePromptHandler(applicationName);
			case PAGE ->
				new PageDeviceCodePromptHandler(applicationName, PageAddress.of(properties.getPage(), environment));
			case NONE -> new NoOpDeviceCodePromptHandler();
		};
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(ApplicationEventDeviceCodeListener.class)
	DeviceCodeListener deviceCodeApplicationEventListener(ApplicationEventPublisher publisher) {
		return new ApplicationEventDeviceCodeListener(publisher);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("azure.identity.device-code.warm-up-on-startup")
	static class WarmUpConfiguration {

		@Bean
		WarmUp deviceCodeWarmUp(ObjectProvider<DeviceCodeCredential> credentials) {
			return new WarmUp(credentials);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("azure.identity.device-code.authenticate-on-startup")
	static class StartupAuthenticationConfiguration {

		@Bean
		StartupAuthentication deviceCodeStartupAuthentication(CredentialSettings settings,
				DeviceCodeCredential credential) {
			return new StartupAuthentication(credential, settings, DeviceCodeCredential.DEFAULT_NAME);
		}

	}

	// Not lazy, so that logins that cannot be kept end the start-up
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty("azure.identity.device-code.token-cache.type")
	static class TokenCacheConfiguration {

		@Bean
		@Lazy(false)
		TokenCacheRequirement deviceCodeTokenCacheRequirement(DeviceCodeProperties properties,
				ObjectProvider<TokenCache> tokenCaches) {
			return new TokenCacheRequirement(properties.getTokenCache().getType(), tokenCaches);
		}

	}

}
