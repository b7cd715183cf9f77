package io.github.azuredevicecode.test;

import io.github.azuredevicecode.DeviceCodeCredential;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Puts a fake in the place of each credential that is configured by name.
 */
final class FakeNamedCredentials implements BeanFactoryPostProcessor {

	private static final String TOKEN_CACHE_REQUIREMENT = "deviceCodeTokenCacheRequirement";

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beanFactory;
		if (registry.containsBeanDefinition(TOKEN_CACHE_REQUIREMENT)) {
			// A fake keeps no login, so that a test without the store starts
			registry.removeBeanDefinition(TOKEN_CACHE_REQUIREMENT);
		}
		for (String name : beanFactory.getBeanNamesForType(DeviceCodeCredential.class, true, false)) {
			if (registry.containsBeanDefinition(name) && registry.getBeanDefinition(name).isFallback()) {
				RootBeanDefinition fake = new RootBeanDefinition(FakeDeviceCodeCredential.class);
				fake.setFallback(true);
				registry.removeBeanDefinition(name);
				registry.registerBeanDefinition(name, fake);
			}
		}
	}

}
