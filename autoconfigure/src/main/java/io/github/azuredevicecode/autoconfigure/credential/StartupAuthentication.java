package io.github.azuredevicecode.autoconfigure.credential;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Asks for a token as the application starts, so that the user is prompted then. Start-up
 * does not wait; who needs the token meanwhile joins the same sign-in.
 */
final class StartupAuthentication implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(StartupAuthentication.class);

	private final DeviceCodeCredential credential;

	private final TokenRequest request;

	private volatile boolean running;

	StartupAuthentication(DeviceCodeCredential credential, CredentialSettings settings, String name) {
		this.credential = credential;
		this.request = settings.get(name).startupRequest();
	}

	@Override
	public void start() {
		this.running = true;
		this.credential.getTokenAsync(this.request).whenComplete((token, ex) -> {
			if (ex != null && this.running) {
				logger.warn("The sign-in at startup has failed. The next request for a token tries again. "
						+ ex.getMessage());
			}
		});
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
