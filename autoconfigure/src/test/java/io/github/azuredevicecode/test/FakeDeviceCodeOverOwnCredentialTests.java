package io.github.azuredevicecode.test;

import io.github.azuredevicecode.DeviceCodeCredential;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link FakeDeviceCode} in an application that defines its credential itself.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE)
@FakeDeviceCode
class FakeDeviceCodeOverOwnCredentialTests {

	@Test
	void theFakeIsInjectedInPlaceOfTheApplicationsOwn(@Autowired DeviceCodeCredential injected) {
		assertThat(injected).isInstanceOf(FakeDeviceCodeCredential.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		DeviceCodeCredential own() {
			return DeviceCodeCredential.builder().build();
		}

	}

}
