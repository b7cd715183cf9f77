package io.github.azuredevicecode.autoconfigure.management;

import io.github.azuredevicecode.management.DeviceCodeOperations;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Finds out once, in the background, whether an earlier run has kept a login. No event
 * tells of it, and health may not ask, so that both would take the user for signed out.
 */
public final class KeptLoginLookUp implements ApplicationListener<ApplicationReadyEvent> {

	private final DeviceCodeOperationsRegistry logins;

	KeptLoginLookUp(DeviceCodeOperationsRegistry logins) {
		this.logins = logins;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		Thread thread = new Thread(() -> this.logins.all().values().forEach(DeviceCodeOperations::refresh),
				"device-code-look-up");
		thread.setDaemon(true);
		thread.start();
	}

}
