package io.github.azuredevicecode.autoconfigure;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodePrompt;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells all listeners of the application; the fault of one is logged and does not keep
 * the others from hearing.
 */
final class CompositeDeviceCodeListener implements DeviceCodeListener {

	private static final Log logger = LogFactory.getLog(CompositeDeviceCodeListener.class);

	private final List<DeviceCodeListener> listeners;

	CompositeDeviceCodeListener(List<DeviceCodeListener> listeners) {
		this.listeners = listeners;
	}

	@Override
	public DeviceCodeListener forCredential(String credentialName) {
		return new CompositeDeviceCodeListener(
				this.listeners.stream().map((listener) -> listener.forCredential(credentialName)).toList());
	}

	@Override
	public void prompted(DeviceCodePrompt prompt) {
		tell((listener) -> listener.prompted(prompt));
	}

	@Override
	public void authenticated(String attemptId, AuthenticationRecord authenticationRecord) {
		tell((listener) -> listener.authenticated(attemptId, authenticationRecord));
	}

	@Override
	public void failed(String attemptId, ClientAuthenticationException exception) {
		tell((listener) -> listener.failed(attemptId, exception));
	}

	@Override
	public void tokenHeld(Instant expiresAt) {
		tell((listener) -> listener.tokenHeld(expiresAt));
	}

	@Override
	public void storeReachable(boolean reachable) {
		tell((listener) -> listener.storeReachable(reachable));
	}

	@Override
	public void signedOut(@Nullable AuthenticationRecord authenticationRecord) {
		tell((listener) -> listener.signedOut(authenticationRecord));
	}

	private void tell(Consumer<DeviceCodeListener> message) {
		for (DeviceCodeListener listener : this.listeners) {
			try {
				message.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener of the device code credential failed", ex);
			}
		}
	}

}
