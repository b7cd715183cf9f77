package io.github.azuredevicecode.autoconfigure.credential;

import io.github.azuredevicecode.DeviceCodeCredential;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Warms the credentials up when the application has nothing else to do any more.
 */
final class WarmUp implements ApplicationListener<ApplicationReadyEvent> {

	private final ObjectProvider<DeviceCodeCredential> credentials;

	WarmUp(ObjectProvider<DeviceCodeCredential> credentials) {
		this.credentials = credentials;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		this.credentials.forEach(DeviceCodeCredential::warmUp);
	}

}
