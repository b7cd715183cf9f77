package io.github.azuredevicecode.autoconfigure.management;

import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.autoconfigure.ConditionalOnDeviceCodeEnabled;
import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import io.github.azuredevicecode.observation.DeviceCodeObservationConvention;
import io.github.azuredevicecode.observation.ObservationDeviceCodeInstrumentation;
import io.github.azuredevicecode.observation.TableHitMetrics;
import io.github.azuredevicecode.observation.TableHits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link AutoConfiguration Auto-configuration} for observations of the credential.
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnDeviceCodeEnabled
@ConditionalOnBooleanProperty(name = "azure.identity.device-code.observations.enabled", matchIfMissing = true)
@ConditionalOnBean(ObservationRegistry.class)
@EnableConfigurationProperties(DeviceCodeProperties.class)
public final class DeviceCodeObservationAutoConfiguration {

	// Does not ask for the registry: its handlers may send with our token, and so need
	// the credential
	@Bean
	@ConditionalOnMissingBean(DeviceCodeInstrumentation.class)
	ObservationDeviceCodeInstrumentation deviceCodeInstrumentation(ObjectProvider<ObservationRegistry> registries,
			ObjectProvider<DeviceCodeObservationConvention> conventions, ObjectProvider<TableHits> tableHits) {
		return new ObservationDeviceCodeInstrumentation(() -> registries.getIfUnique(() -> ObservationRegistry.NOOP),
				conventions.orderedStream().toList(), tableHits.getIfUnique());
	}

	// Is read before the bean above is defined, which only one of the application keeps
	// out
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	@ConditionalOnMissingBean(DeviceCodeInstrumentation.class)
	@ConditionalOnBooleanProperty("azure.identity.device-code.observations.cached-tokens")
	static class TableHitConfiguration {

		@Bean
		@ConditionalOnMissingBean
		TableHitMetrics deviceCodeTableHitMetrics() {
			return new TableHitMetrics();
		}

	}

}
