package io.github.azuredevicecode.test;

import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodePromptHandler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * The credential of a test. The auto-configured one backs off before it; one that the
 * application defines is there still, and is what nobody gets.
 */
@Configuration(proxyBeanMethods = false)
class FakeDeviceCodeConfiguration {

	@Bean
	static FakeNamedCredentials fakeNamedDeviceCodeCredentials() {
		return new FakeNamedCredentials();
	}

	@Bean
	@Primary
	FakeDeviceCodeCredential fakeDeviceCodeCredential(ObjectProvider<DeviceCodePromptHandler> promptHandlers,
			ObjectProvider<DeviceCodeListener> listeners) {
		return new FakeDeviceCodeCredential(promptHandlers.getIfAvailable(() -> (prompt) -> {
		}), listeners.orderedStream().toList());
	}

}
