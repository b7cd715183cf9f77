package io.github.azuredevicecode.autoconfigure.credential;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WarmUp}.
 */
class WarmUpTests {

	@Test
	void nothingIsWarmedUpUnlessAskedFor() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DeviceCodeAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(WarmUp.class));
	}

	@Test
	void theCredentialIsWarmedUpOnceTheApplicationIsReady() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("azure.identity.device-code.warm-up-on-startup=true")
			.run()) {
			assertThat(context.getBean(Counting.class).warmUps).hasValue(1);
			assertThat(context.getBean(Counting.class).requests()).isEmpty();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(DeviceCodeAutoConfiguration.class)
	static class Application {

		@Bean
		DeviceCodeCredential credential() {
			return new Counting();
		}

	}

	static class Counting extends FakeDeviceCodeCredential {

		private final AtomicInteger warmUps = new AtomicInteger();

		@Override
		public void warmUp() {
			this.warmUps.incrementAndGet();
		}

	}

}
