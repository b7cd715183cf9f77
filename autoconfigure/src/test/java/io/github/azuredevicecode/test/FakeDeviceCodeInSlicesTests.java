package io.github.azuredevicecode.test;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientProvider;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link FakeDeviceCode} in test slices, which leave out all auto-configuration but a
 * few.
 */
class FakeDeviceCodeInSlicesTests {

	private static void assertThatEverythingIsThere(ApplicationContext context) {
		DeviceCodeCredential credential = context.getBean(DeviceCodeCredential.class);
		assertThat(credential).isInstanceOf(FakeDeviceCodeCredential.class);
		assertThat(credential.getToken("scope").value()).isEqualTo("token-of-scope");
		assertThat(context.getBean("work")).isInstanceOf(FakeDeviceCodeCredential.class);
		assertThat(context.getBeanProvider(DeviceCodeOAuth2AuthorizedClientProvider.class).stream()).hasSize(1);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.MOCK,
			properties = { "spring.main.web-application-type=servlet",
					"azure.identity.device-code.credentials.work.tenant-id=contoso.example" })
	@OverrideAutoConfiguration(enabled = false)
	@FakeDeviceCode
	class Servlet {

		@Test
		void theFakeIsThere(@Autowired ApplicationContext context) {
			assertThatEverythingIsThere(context);
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.MOCK,
			properties = { "spring.main.web-application-type=reactive",
					"azure.identity.device-code.credentials.work.tenant-id=contoso.example" })
	@OverrideAutoConfiguration(enabled = false)
	@FakeDeviceCode
	class Reactive {

		@Test
		void theFakeIsThere(@Autowired ApplicationContext context) {
			assertThatEverythingIsThere(context);
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.NONE,
			properties = { "azure.identity.device-code.token-cache.type=jdbc",
					"azure.identity.device-code.credentials.work.tenant-id=contoso.example" })
	@OverrideAutoConfiguration(enabled = false)
	@FakeDeviceCode
	class WithoutWeb {

		@Test
		void theFakeIsThere(@Autowired ApplicationContext context,
				@Autowired @Qualifier("work") DeviceCodeCredential work) {
			assertThatEverythingIsThere(context);
			assertThat(work).isInstanceOf(FakeDeviceCodeCredential.class);
		}

	}

}
