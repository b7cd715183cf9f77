package io.github.azuredevicecode.autoconfigure.credential;

import io.github.azuredevicecode.DeviceCodeCredential;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a bean for each named credential, under its name. An injection point without
 * a qualifier gets the default credential.
 */
final class NamedCredentialsRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	private final BeanFactory beanFactory;

	NamedCredentialsRegistrar(Environment environment, BeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = beanFactory;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importingClass, BeanDefinitionRegistry registry) {
		NamedCredentials credentials = new NamedCredentials(this.environment);
		for (String name : credentials.names()) {
			if (!registry.containsBeanDefinition(name)) {
				registry.registerBeanDefinition(name, credential(name));
			}
			else if (!this.beanFactory.isTypeMatch(name, DeviceCodeCredential.class)) {
				throw new InvalidConfigurationPropertyValueException(NamedCredentials.prefix(name), name,
						"the application has a bean of that name already, which is no DeviceCodeCredential. Choose "
								+ "another name");
			}
			if (credentials.properties(name).isAuthenticateOnStartup()) {
				registry.registerBeanDefinition(name + "StartupAuthentication", startupAuthentication(name));
			}
		}
	}

	private static RootBeanDefinition credential(String name) {
		RootBeanDefinition definition = new RootBeanDefinition(DeviceCodeCredential.class);
		definition.setFactoryBeanName(DeviceCodeAutoConfiguration.CONFIGURED_CREDENTIALS_BEAN_NAME);
		definition.setFactoryMethodName("named");
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
		definition.setFallback(true);
		definition.setLazyInit(true);
		return definition;
	}

	private static RootBeanDefinition startupAuthentication(String name) {
		RootBeanDefinition definition = new RootBeanDefinition(StartupAuthentication.class);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, new RuntimeBeanReference(name));
		definition.getConstructorArgumentValues()
			.addIndexedArgumentValue(1, new RuntimeBeanReference(CredentialSettings.class));
		definition.getConstructorArgumentValues().addIndexedArgumentValue(2, name);
		return definition;
	}

}
