package io.github.azuredevicecode.autoconfigure;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.autoconfigure.azuresdk.DeviceCodeAzureSdkAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeRestClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeWebClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.management.DeviceCodeActuatorAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.management.DeviceCodeObservationAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeOAuth2ClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeReactiveOAuth2ClientAutoConfiguration;
import io.github.azuredevicecode.http.DeviceCodeWebClientConfigurer;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientProvider;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that defines several credentials itself starts. What needs a single one
 * backs off.
 */
class SeveralOwnCredentialsTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(DeviceCodeAutoConfiguration.class, DeviceCodeActuatorAutoConfiguration.class,
					DeviceCodeObservationAutoConfiguration.class, DeviceCodeOAuth2ClientAutoConfiguration.class,
					DeviceCodeReactiveOAuth2ClientAutoConfiguration.class, DeviceCodeRestClientAutoConfiguration.class,
					DeviceCodeWebClientAutoConfiguration.class, DeviceCodeAzureSdkAutoConfiguration.class));

	@Test
	void whatNeedsOneBacksOff() {
		this.contextRunner.withUserConfiguration(Application.class).run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean(DeviceCodeOAuth2AuthorizedClientProvider.class)
				.doesNotHaveBean(DeviceCodeWebClientConfigurer.class);
			assertThat(context.getBeansOfType(DeviceCodeCredential.class)).containsOnlyKeys("mine", "yours");
			assertThat(context.getBean(DeviceCodeOperationsRegistry.class).all()).containsOnlyKeys("mine", "yours");
		});
	}

	@Test
	void thePrimaryOneIsUsed() {
		this.contextRunner.withUserConfiguration(WithPrimary.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DeviceCodeOAuth2AuthorizedClientProvider.class));
	}

	@Test
	void namedOnesDoNotCount() {
		this.contextRunner
			.withPropertyValues("azure.identity.device-code.credentials.work.tenant-id=contoso.example",
					"azure.identity.device-code.credentials.home.tenant-id=consumers")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DeviceCodeOAuth2AuthorizedClientProvider.class)
				.hasBean("deviceCodeTokenCredential")
				.hasBean("workTokenCredential"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		DeviceCodeCredential mine() {
			return DeviceCodeCredential.builder().name("mine").build();
		}

		@Bean
		DeviceCodeCredential yours() {
			return DeviceCodeCredential.builder().name("yours").build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithPrimary extends Application {

		@Bean
		@Primary
		DeviceCodeCredential first() {
			return DeviceCodeCredential.builder().name("first").build();
		}

	}

}
