package io.github.azuredevicecode.autoconfigure.management;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.observation.DefaultDeviceCodeObservationConvention;
import io.github.azuredevicecode.observation.DeviceCodeObservationConvention;
import io.github.azuredevicecode.observation.ObservationDeviceCodeInstrumentation;
import io.github.azuredevicecode.observation.TableHitMetrics;
import io.github.azuredevicecode.testsupport.ObservationTree;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodeObservationAutoConfiguration}.
 */
class DeviceCodeObservationAutoConfigurationTests {

	private static final String TABLE_HITS = "azure.identity.device-code.observations.cached-tokens=true";

	private final ScriptedEntra entra = new ScriptedEntra();

	private final ApplicationContextRunner withoutRegistry = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DeviceCodeAutoConfiguration.class, DeviceCodeObservationAutoConfiguration.class,
						DeviceCodeActuatorAutoConfiguration.class, SslAutoConfiguration.class))
		.withBean(SslBundleRegistrar.class,
				() -> (registry) -> registry.registerBundle("entra",
						SslBundle.of(SslStoreBundle.of(null, null, this.entra.trustStore()))))
		.withPropertyValues("azure.identity.device-code.client-id=" + ScriptedEntra.CLIENT_ID,
				"azure.identity.device-code.authority=" + this.entra.authority(),
				"azure.identity.device-code.disable-instance-discovery=true",
				"azure.identity.device-code.prompt.output=none", "azure.identity.device-code.ssl.bundle=entra");

	private final ApplicationContextRunner contextRunner = this.withoutRegistry
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class, SimpleMeterRegistry::new)
		.withBean(ObservationTree.class, ObservationTree::new);

	@AfterEach
	void stop() {
		this.entra.close();
	}

	@Test
	void aSignInIsObservedBelowItsCallerAcrossThreads() {
		this.contextRunner.run((context) -> {
			signIn(context);
			assertThat(context.getBean(ObservationTree.class)).hasToString("""
					caller
					  azure.devicecode.token error.code=none outcome=success source=sign-in trigger=caller
					    azure.devicecode.store access=load outcome=success store=InMemoryTokenCache
					    azure.devicecode.signin error.code=none outcome=success
					      azure.devicecode.store access=load outcome=success store=InMemoryTokenCache
					      azure.devicecode.prompt outcome=success
					      azure.devicecode.poll outcome=pending
					      azure.devicecode.poll outcome=success
					      azure.devicecode.store access=replace outcome=success store=InMemoryTokenCache
					""");
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("azure.devicecode.token").tag("source", "sign-in").timer().count()).isEqualTo(1);
			assertThat(meters.get("azure.devicecode.token.remaining").gauge().value()).isBetween(3000.0, 3600.0);
			assertThat(meters.find("azure.devicecode.token.hits").meter()).isNull();
		});
	}

	@Test
	void tokensFromTheTableAreCountedIfAskedFor() {
		this.contextRunner.withPropertyValues(TABLE_HITS).run((context) -> {
			signIn(context);
			context.getBean(DeviceCodeCredential.class).getToken("scope");
			context.getBean(DeviceCodeCredential.class).getTokenAsync(TokenRequest.of("scope"));
			assertThat(
					context.getBean(MeterRegistry.class).get("azure.devicecode.token.hits").functionCounter().count())
				.isEqualTo(2);
		});
	}

	@Test
	void nothingIsObservedWithoutARegistry() {
		this.withoutRegistry.withPropertyValues(TABLE_HITS).run((context) -> {
			assertThat(context).doesNotHaveBean(DeviceCodeInstrumentation.class).doesNotHaveBean(TableHitMetrics.class);
			signIn(context);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "azure.identity.device-code.enabled=false",
			"azure.identity.device-code.observations.enabled=false" })
	void nothingIsObservedWhenDisabled(String property) {
		this.contextRunner.withPropertyValues(property, TABLE_HITS)
			.run((context) -> assertThat(context).doesNotHaveBean(DeviceCodeInstrumentation.class)
				.doesNotHaveBean(TableHitMetrics.class));
	}

	@Test
	void noMeterIsNeeded() {
		this.withoutRegistry.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.withPropertyValues(TABLE_HITS)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ObservationDeviceCodeInstrumentation.class)
				.doesNotHaveBean("deviceCodeTableHitMetrics"));
	}

	@Test
	void theInstrumentationBacksOff() {
		this.contextRunner.withBean("own", DeviceCodeInstrumentation.class, () -> (operation, details) -> {
			throw new IllegalStateException("not called here");
		})
			.withPropertyValues(TABLE_HITS)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ObservationDeviceCodeInstrumentation.class)
				.doesNotHaveBean(TableHitMetrics.class)
				.getBean(DeviceCodeInstrumentation.class)
				.isSameAs(context.getBean("own")));
	}

	@Test
	void theCounterBacksOff() {
		TableHitMetrics own = new TableHitMetrics();
		this.contextRunner.withBean(TableHitMetrics.class, () -> own)
			.withPropertyValues(TABLE_HITS)
			.run((context) -> assertThat(context).getBean(TableHitMetrics.class).isSameAs(own));
	}

	@Test
	void aConventionOfTheApplicationNamesTheObservations() {
		this.contextRunner.withBean(DeviceCodeObservationConvention.class, PollConvention::new).run((context) -> {
			signIn(context);
			assertThat(context.getBean(ObservationTree.class).contexts()).extracting(Observation.Context::getName)
				.contains("poll", "azure.devicecode.prompt")
				.doesNotContain("azure.devicecode.poll");
		});
	}

	@Test
	void aMeterRegistryMaySendWithTheToken() {
		this.withoutRegistry
			.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class))
			.withUserConfiguration(Sending.class)
			.withPropertyValues(TABLE_HITS)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				signIn(context);
				assertThat(context.getBean(MeterRegistry.class).get("azure.devicecode.token").timer().count())
					.isEqualTo(1);
			});
	}

	private void signIn(ApplicationContext context) {
		this.entra.deviceCode().pending().token("token-1", 3600);
		ObservationRegistry registry = context.getBeanProvider(ObservationRegistry.class)
			.getIfAvailable(() -> ObservationRegistry.NOOP);
		String token = Observation.createNotStarted("caller", registry)
			.observe(() -> context.getBean(DeviceCodeCredential.class).getToken("scope").value());
		assertThat(token).isEqualTo("token-1");
	}

	@Configuration(proxyBeanMethods = false)
	static class Sending {

		@Bean
		MeterRegistry sending(DeviceCodeCredential credential) {
			assertThat(credential).isNotNull();
			return new SimpleMeterRegistry();
		}

	}

	private static final class PollConvention extends DefaultDeviceCodeObservationConvention {

		PollConvention() {
			super(Operation.POLL);
		}

		@Override
		public String getName() {
			return "poll";
		}

	}

}
