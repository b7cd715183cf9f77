package io.github.azuredevicecode.autoconfigure.management;

import io.github.azuredevicecode.management.DeviceCodeOperations;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Looks up cached logins once, in the background, when the application is ready. No event
 * tells of a login from an earlier run, and health must not read the token cache: without
 * the lookup, health and metrics would report the user as signed out.
 */
final class CachedLoginLookup implements ApplicationListener<ApplicationReadyEvent> {

	private final DeviceCodeOperationsRegistry operationsRegistry;

	CachedLoginLookup(DeviceCodeOperationsRegistry operationsRegistry) {
		this.operationsRegistry = operationsRegistry;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		Thread thread = new Thread(() -> this.operationsRegistry.all().values().forEach(DeviceCodeOperations::refresh),
				"device-code-look-up");
		thread.setDaemon(true);
		thread.start();
	}

}
