package io.github.azuredevicecode.autoconfigure;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.actuate.DeviceCodeLoginState;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Finds out once, in the background, whether an earlier run has kept a login. No event
 * tells of it, and health may not ask, so that both would take the user for signed out.
 */
final class KeptLoginLookUp implements ApplicationListener<ApplicationReadyEvent> {

	private final DeviceCodeCredential credential;

	private final DeviceCodeLoginState state;

	KeptLoginLookUp(DeviceCodeCredential credential, DeviceCodeLoginState state) {
		this.credential = credential;
		this.state = state;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		Thread thread = new Thread(() -> this.state.refresh(this.credential), "device-code-look-up");
		thread.setDaemon(true);
		thread.start();
	}

}
