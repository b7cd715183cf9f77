package io.github.azuredevicecode.autoconfigure.azuresdk;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.azuresdk.DeviceCodeTokenCredential;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodeAzureSdkAutoConfiguration}.
 */
class DeviceCodeAzureSdkAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DeviceCodeAutoConfiguration.class, DeviceCodeAzureSdkAutoConfiguration.class))
		.withBean(DeviceCodeCredential.class, FakeDeviceCodeCredential::new);

	@Test
	void clientsOfTheAzureSdkGetTheTokensOfTheCredential() {
		this.contextRunner
			.run((context) -> assertThat(token(context.getBean(TokenCredential.class))).isEqualTo("token-of-scope"));
	}

	@Test
	void eachNamedCredentialHasATokenCredentialOfItsName() {
		this.contextRunner.withPropertyValues("azure.identity.device-code.credentials.work.tenant-id=contoso.example")
			.withBean("work", DeviceCodeCredential.class, () -> {
				FakeDeviceCodeCredential work = new FakeDeviceCodeCredential();
				work.setToken("of-work");
				return work;
			}, (definition) -> definition.setFallback(true))
			.run((context) -> {
				assertThat(token(context.getBean(TokenCredential.class))).isEqualTo("token-of-scope");
				assertThat(token(context.getBean("workTokenCredential", TokenCredential.class))).isEqualTo("of-work");
			});
	}

	@Test
	void thereIsNoTokenCredentialOfSeveralCredentialsOfTheApplication() {
		this.contextRunner.withBean("other", DeviceCodeCredential.class, FakeDeviceCodeCredential::new)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TokenCredential.class));
	}

	private static String token(TokenCredential credential) {
		return credential.getTokenSync(new TokenRequestContext().addScopes("scope")).getToken();
	}

	@Test
	void tokenCredentialBacksOff() {
		TokenCredential ofTheApplication = (context) -> Mono.empty();
		this.contextRunner.withBean("springCloudAzureDefaultCredential", TokenCredential.class, () -> ofTheApplication)
			.run((context) -> assertThat(context).getBean(TokenCredential.class).isSameAs(ofTheApplication));
	}

	@Test
	void theBeanOfSpringCloudAzureIsSeenBeforeOurs() {
		AutoConfiguration annotation = DeviceCodeAzureSdkAutoConfiguration.class.getAnnotation(AutoConfiguration.class);
		assertThat(annotation.afterName()).contains(
				"com.azure.spring.cloud.autoconfigure.implementation.context.AzureTokenCredentialAutoConfiguration");
	}

	@ParameterizedTest
	@ValueSource(strings = { "azure.identity.device-code.azure-core.enabled", "azure.identity.device-code.enabled" })
	void thereIsNoTokenCredentialWhenDisabled(String property) {
		this.contextRunner.withPropertyValues(property + "=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DeviceCodeTokenCredential.class));
	}

	@Test
	void credentialWorksWithoutTheAzureSdk() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("com.azure"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DeviceCodeCredential.class)
				.doesNotHaveBean("deviceCodeTokenCredential"));
	}

}
