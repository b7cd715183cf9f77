package io.github.azuredevicecode.autoconfigure;

import io.github.azuredevicecode.DeviceCodeCredential;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Warms the credential up when the application has nothing else to do any more.
 */
final class WarmUp implements ApplicationListener<ApplicationReadyEvent> {

	private final DeviceCodeCredential credential;

	WarmUp(DeviceCodeCredential credential) {
		this.credential = credential;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		this.credential.warmUp();
	}

}
