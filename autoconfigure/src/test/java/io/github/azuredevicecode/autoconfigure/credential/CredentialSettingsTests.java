package io.github.azuredevicecode.autoconfigure.credential;

import java.io.IOException;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeRestClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeWebClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.management.DeviceCodeActuatorAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeOAuth2ClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeReactiveOAuth2ClientAutoConfiguration;
import io.github.azuredevicecode.http.TokenHosts;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CredentialSettings}.
 */
class CredentialSettingsTests {

	private static final String PREFIX = "azure.identity.device-code.";

	private static final String WORK = PREFIX + "credentials.work.";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeviceCodeAutoConfiguration.class,
				DeviceCodeActuatorAutoConfiguration.class, DeviceCodeOAuth2ClientAutoConfiguration.class,
				DeviceCodeReactiveOAuth2ClientAutoConfiguration.class, DeviceCodeRestClientAutoConfiguration.class,
				DeviceCodeWebClientAutoConfiguration.class));

	@Test
	void theAuthenticationRecordOfEachCredentialIsReadOnce() throws IOException {
		try (MockWebServer server = new MockWebServer()) {
			server.start();
			enqueueRecord(server, "first");
			enqueueRecord(server, "second");
			String record = "authentication-record=" + server.url("/record.json");
			this.contextRunner
				.withPropertyValues(PREFIX + "scopes=User.Read", PREFIX + record, WORK + "scopes=Mail.Read",
						WORK + record)
				.run((context) -> {
					assertThat(context.getBean(DeviceCodeOperationsRegistry.class).all()).hasSize(2);
					CredentialSettings settings = context.getBean(CredentialSettings.class);
					assertThat(settings.defaultCredential().authority().clientId()).isEqualTo("first");
					assertThat(settings.get("work").authority().clientId()).isEqualTo("second");
					assertThat(server.getRequestCount()).isEqualTo(2);
				});
		}
	}

	@Test
	void invalidPropertiesFailTheStartupEvenWithACredentialOfTheApplication() {
		this.contextRunner.withBean("own", FakeDeviceCodeCredential.class, () -> new FakeDeviceCodeCredential())
			.withPropertyValues(PREFIX + "timeout=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("The timeout must be positive"));
	}

	@Test
	void aRegistrationOfTwoCredentialsBelongsToTheOneWithScopes() {
		this.contextRunner
			.withPropertyValues(WORK + "oauth2.registration-id=device-code", WORK + "scopes=Mail.Read",
					WORK + "allowed-hosts=work.example", PREFIX + "allowed-hosts=other.example")
			.run((context) -> {
				CredentialSettings settings = context.getBean(CredentialSettings.class);
				assertThat(settings.byRegistration()).containsOnlyKeys("device-code");
				assertThat(settings.byRegistration().get("device-code")).isSameAs(settings.get("work"));
				assertThat(settings.get("work").tokenHosts()).extracting(TokenHosts::allowedHosts)
					.hasToString("[work.example:443]");
			});
	}

	private static void enqueueRecord(MockWebServer server, String clientId) {
		server.enqueue(new MockResponse.Builder()
			.body(new AuthenticationRecord("login.microsoftonline.com", clientId, "user.tenant", "tenant",
					"ada@contoso.example")
				.serialize())
			.build());
	}

}
