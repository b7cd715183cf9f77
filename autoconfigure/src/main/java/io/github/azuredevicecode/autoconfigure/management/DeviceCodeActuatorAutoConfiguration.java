package io.github.azuredevicecode.autoconfigure.management;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.actuate.DeviceCodeEndpoint;
import io.github.azuredevicecode.actuate.DeviceCodeEndpointWebExtension;
import io.github.azuredevicecode.actuate.DeviceCodeHealthIndicator;
import io.github.azuredevicecode.actuate.DeviceCodeInfoContributor;
import io.github.azuredevicecode.actuate.DeviceCodeMetrics;
import io.github.azuredevicecode.actuate.DeviceCodeSanitizingFunction;
import io.github.azuredevicecode.autoconfigure.ConditionalOnDeviceCodeEnabled;
import io.github.azuredevicecode.autoconfigure.credential.CredentialSettings;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;
import io.github.azuredevicecode.management.DeviceCodeStatusRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorFallback;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} for the actuator endpoint, health, info
 * and metrics.
 */
@AutoConfiguration(after = DeviceCodeAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnDeviceCodeEnabled
@ConditionalOnBean(DeviceCodeCredential.class)
public final class DeviceCodeActuatorAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	@ConditionalOnAvailableEndpoint(DeviceCodeEndpoint.class)
	@EnableConfigurationProperties(DeviceCodeEndpointProperties.class)
	@Import(DeviceCodeManagementConfiguration.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		DeviceCodeEndpoint deviceCodeEndpoint(DeviceCodeOperationsRegistry operationsRegistry,
				DeviceCodeEndpointProperties properties) {
			return new DeviceCodeEndpoint(operationsRegistry, properties.getShowValues());
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnBean(DeviceCodeEndpoint.class)
		@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
		DeviceCodeEndpointWebExtension deviceCodeEndpointWebExtension(DeviceCodeEndpoint endpoint,
				DeviceCodeEndpointProperties properties) {
			return new DeviceCodeEndpointWebExtension(endpoint, properties.getShowValues(), properties.getRoles());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
	@ConditionalOnEnabledHealthIndicator("devicecode")
	@Import(DeviceCodeManagementConfiguration.class)
	static class HealthConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = { "deviceCodeHealthIndicator", "deviceCodeHealthContributor" })
		DeviceCodeHealthIndicator deviceCodeHealthIndicator(DeviceCodeOperationsRegistry operationsRegistry) {
			return new DeviceCodeHealthIndicator(operationsRegistry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnEnabledInfoContributor.class)
	@ConditionalOnEnabledInfoContributor(value = "devicecode", fallback = InfoContributorFallback.DISABLE)
	@Import(DeviceCodeManagementConfiguration.class)
	static class InfoConfiguration {

		@Bean
		@ConditionalOnMissingBean
		DeviceCodeInfoContributor deviceCodeInfoContributor(DeviceCodeOperationsRegistry operationsRegistry) {
			return new DeviceCodeInfoContributor(operationsRegistry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	@ConditionalOnBean(MeterRegistry.class)
	@Import(DeviceCodeManagementConfiguration.class)
	static class MetricsConfiguration {

		// Needs no registry, since one that sends with our token would need the
		// credential
		@Bean
		@ConditionalOnMissingBean
		DeviceCodeMetrics deviceCodeMetrics(DeviceCodeStatusRegistry statusRegistry,
				ObjectProvider<io.micrometer.core.instrument.Clock> clocks, CredentialSettings settings) {
			return new DeviceCodeMetrics(statusRegistry,
					clocks.getIfUnique(() -> io.micrometer.core.instrument.Clock.SYSTEM), settings.all().keySet());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SanitizingFunction.class)
	static class SanitizingConfiguration {

		@Bean
		@ConditionalOnMissingBean
		DeviceCodeSanitizingFunction deviceCodeSanitizingFunction(Environment environment) {
			return new DeviceCodeSanitizingFunction(environment);
		}

	}

}
