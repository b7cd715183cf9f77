package io.github.azuredevicecode.autoconfigure;

import io.github.azuredevicecode.login.DeviceCodeLogins;
import io.github.azuredevicecode.login.OperatedLogin;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Finds out once, in the background, whether an earlier run has kept a login. No event
 * tells of it, and health may not ask, so that both would take the user for signed out.
 */
final class KeptLoginLookUp implements ApplicationListener<ApplicationReadyEvent> {

	private final DeviceCodeLogins logins;

	KeptLoginLookUp(DeviceCodeLogins logins) {
		this.logins = logins;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		Thread thread = new Thread(() -> this.logins.all().values().forEach(OperatedLogin::refresh),
				"device-code-look-up");
		thread.setDaemon(true);
		thread.start();
	}

}
