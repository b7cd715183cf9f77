package io.github.azuredevicecode.autoconfigure.azuresdk;

import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import io.github.azuredevicecode.azuresdk.DeviceCodeTokenCredential;

import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a token credential for each named credential: {@code workTokenCredential} for
 * {@code work}. An injection point without a qualifier gets another one.
 */
final class NamedTokenCredentialsRegistrar implements ImportBeanDefinitionRegistrar {

	private static final String SUFFIX = "TokenCredential";

	private final Environment environment;

	NamedTokenCredentialsRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importingClass, BeanDefinitionRegistry registry) {
		Binder.get(this.environment)
			.bind(DeviceCodeProperties.PREFIX + ".credentials", Bindable.mapOf(String.class, Object.class))
			.ifBound((credentials) -> credentials.keySet()
				.stream()
				.filter((name) -> !registry.containsBeanDefinition(name + SUFFIX))
				.forEach((name) -> registry.registerBeanDefinition(name + SUFFIX, tokenCredential(name))));
	}

	private static RootBeanDefinition tokenCredential(String name) {
		RootBeanDefinition definition = new RootBeanDefinition(DeviceCodeTokenCredential.class);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, new RuntimeBeanReference(name));
		definition.setFallback(true);
		return definition;
	}

}
