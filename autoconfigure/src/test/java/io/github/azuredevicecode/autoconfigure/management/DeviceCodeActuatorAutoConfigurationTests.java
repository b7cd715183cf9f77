package io.github.azuredevicecode.autoconfigure.management;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeListener.PromptEvent;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.actuate.DeviceCodeEndpoint;
import io.github.azuredevicecode.actuate.DeviceCodeEndpointWebExtension;
import io.github.azuredevicecode.actuate.DeviceCodeHealthIndicator;
import io.github.azuredevicecode.actuate.DeviceCodeInfoContributor;
import io.github.azuredevicecode.actuate.DeviceCodeMetrics;
import io.github.azuredevicecode.actuate.DeviceCodeSanitizingFunction;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.cache.InMemoryTokenCache;
import io.github.azuredevicecode.management.DeviceCodeOperations;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;
import io.github.azuredevicecode.management.DeviceCodeStatusRegistry;
import io.github.azuredevicecode.management.DeviceCodeStatusTracker;
import io.github.azuredevicecode.management.TestOperations;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.context.ConfigurableWebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodeActuatorAutoConfiguration}.
 */
class DeviceCodeActuatorAutoConfigurationTests {

	private static final List<Class<?>> ALL = List.of(DeviceCodeStatusRegistry.class,
			DeviceCodeOperationsRegistry.class, DeviceCodeEndpoint.class, DeviceCodeEndpointWebExtension.class,
			DeviceCodeHealthIndicator.class, DeviceCodeInfoContributor.class, DeviceCodeMetrics.class,
			DeviceCodeSanitizingFunction.class);

	private static final String INFO = "management.info.devicecode.enabled=true";

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeviceCodeAutoConfiguration.class,
				DeviceCodeActuatorAutoConfiguration.class, SslAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withPropertyValues("management.endpoints.web.exposure.include=devicecode");

	@Test
	void everythingIsThereWhereItIsAskedFor() {
		this.contextRunner.withPropertyValues(INFO)
			.run((context) -> assertThat(ALL)
				.allSatisfy((type) -> assertThat(context.getBeanNamesForType(type)).as(type.getName()).hasSize(1)));
	}

	@Test
	void nothingIsThereWhenDisabled() {
		this.contextRunner.withPropertyValues("azure.identity.device-code.enabled=false", INFO)
			.run((context) -> assertThat(ALL)
				.allSatisfy((type) -> assertThat(context.getBeanNamesForType(type)).as(type.getName()).isEmpty()));
	}

	@Test
	void theCredentialTellsTheState() {
		this.contextRunner.run((context) -> {
			context.getBean(DeviceCodeStatusRegistry.class)
				.tracker("default")
				.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
			context.getBean(DeviceCodeCredential.class).signOut();
			assertThat(context.getBean(DeviceCodeStatusRegistry.class).tracker("default").current().prompt()).isNull();
		});
	}

	@Test
	void aKeptLoginIsFoundOnceTheApplicationIsReady() {
		AuthenticationRecord ada = new AuthenticationRecord("login.microsoftonline.com", "client", "uid.utid", "tenant",
				"ada@contoso.example");
		this.contextRunner.withBean(TokenCache.class, InMemoryTokenCache::new)
			.withBean(DeviceCodeCredential.class, () -> new FakeDeviceCodeCredential() {

				@Override
				public Optional<AuthenticationRecord> authenticationRecord() {
					return Optional.of(ada);
				}

			})
			.run((context) -> {
				DeviceCodeStatusTracker tracker = context.getBean(DeviceCodeStatusRegistry.class).tracker("default");
				assertThat(tracker.current().account()).isNull();
				context.publishEvent(new ApplicationReadyEvent(new SpringApplication(), new String[0], source(context),
						Duration.ZERO));
				Awaitility.await().until(() -> tracker.current().account() == ada);
			});
	}

	private static ConfigurableApplicationContext source(AssertableWebApplicationContext context) {
		return context.getSourceApplicationContext(ConfigurableWebApplicationContext.class);
	}

	@Test
	void nobodyLooksForAKeptLoginWhereNoneCanBe() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(CachedLoginLookup.class));
	}

	@Test
	void theEndpointNeedsToBeExposed() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(DeviceCodeEndpoint.class)
				.doesNotHaveBean(DeviceCodeEndpointWebExtension.class)
				.hasSingleBean(DeviceCodeHealthIndicator.class));
	}

	@Test
	void theEndpointExposedByJmxAloneHasNoWebExtension() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=health",
					"management.endpoints.jmx.exposure.include=devicecode", "spring.jmx.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(DeviceCodeEndpoint.class)
				.doesNotHaveBean(DeviceCodeEndpointWebExtension.class));
	}

	@Test
	void theEndpointShowsCredentialsOfTheApplicationByTheNamesOfTheirBeans() {
		this.contextRunner.withBean("one", DeviceCodeCredential.class, FakeDeviceCodeCredential::new)
			.withBean("other", DeviceCodeCredential.class, FakeDeviceCodeCredential::new)
			.run((context) -> assertThat(context.getBean(DeviceCodeOperationsRegistry.class).all())
				.containsOnlyKeys("one", "other"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.health.devicecode.enabled=false", "management.health.defaults.enabled=false" })
	void healthCanBeSwitchedOff(String property) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(DeviceCodeHealthIndicator.class));
	}

	@Test
	void infoNeedsToBeSwitchedOn() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(DeviceCodeInfoContributor.class));
	}

	@Test
	void infoTellsClientTenantAndStateAndNothingElse() {
		this.contextRunner
			.withPropertyValues(INFO, "azure.identity.device-code.client-id=client",
					"azure.identity.device-code.tenant-id=contoso.example")
			.run((context) -> {
				Info.Builder builder = new Info.Builder();
				context.getBean(InfoContributor.class).contribute(builder);
				assertThat(builder.build().getDetails())
					.isEqualTo(Map.of("deviceCode", Map.of("clientId", "client", "tenantId", "contoso.example", "state",
							context.getBean(DeviceCodeStatusRegistry.class).tracker("default").current().state())));
			});
	}

	@Test
	void metricsNeedARegistry() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DeviceCodeAutoConfiguration.class,
					DeviceCodeActuatorAutoConfiguration.class, SslAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DeviceCodeMetrics.class));
	}

	@Test
	void eachBeanBacksOff() {
		DeviceCodeStatusRegistry statusRegistry = new DeviceCodeStatusRegistry(Clock.systemUTC());
		DeviceCodeStatusTracker tracker = statusRegistry.tracker("default");
		DeviceCodeOperationsRegistry operationsRegistry = new DeviceCodeOperationsRegistry(
				List.of(new DeviceCodeOperations("default", new FakeDeviceCodeCredential(), tracker, null, null,
						Runnable::run)));
		DeviceCodeEndpoint endpoint = new DeviceCodeEndpoint(operationsRegistry, Show.NEVER);
		DeviceCodeEndpointWebExtension extension = new DeviceCodeEndpointWebExtension(endpoint, Show.NEVER, Set.of());
		DeviceCodeInfoContributor info = new DeviceCodeInfoContributor(operationsRegistry);
		DeviceCodeMetrics metrics = new DeviceCodeMetrics(statusRegistry, io.micrometer.core.instrument.Clock.SYSTEM,
				Set.of("default"));
		DeviceCodeSanitizingFunction sanitizing = new DeviceCodeSanitizingFunction();
		this.contextRunner.withPropertyValues(INFO)
			.withBean(DeviceCodeStatusRegistry.class, () -> statusRegistry)
			.withBean(DeviceCodeOperationsRegistry.class, () -> operationsRegistry)
			.withBean(DeviceCodeEndpoint.class, () -> endpoint)
			.withBean(DeviceCodeEndpointWebExtension.class, () -> extension)
			.withBean("deviceCodeHealthContributor", HealthIndicator.class, () -> () -> Health.up().build())
			.withBean(DeviceCodeInfoContributor.class, () -> info)
			.withBean(DeviceCodeMetrics.class, () -> metrics)
			.withBean(DeviceCodeSanitizingFunction.class, () -> sanitizing)
			.run((context) -> {
				assertThat(context).getBean(DeviceCodeStatusRegistry.class).isSameAs(statusRegistry);
				assertThat(context).getBean(DeviceCodeOperationsRegistry.class).isSameAs(operationsRegistry);
				assertThat(context).getBean(DeviceCodeEndpoint.class).isSameAs(endpoint);
				assertThat(context).getBean(DeviceCodeEndpointWebExtension.class).isSameAs(extension);
				assertThat(context).doesNotHaveBean(DeviceCodeHealthIndicator.class);
				assertThat(context).getBean(DeviceCodeInfoContributor.class).isSameAs(info);
				assertThat(context).getBean(DeviceCodeMetrics.class).isSameAs(metrics);
				assertThat(context).getBean(DeviceCodeSanitizingFunction.class).isSameAs(sanitizing);
			});
	}

}
