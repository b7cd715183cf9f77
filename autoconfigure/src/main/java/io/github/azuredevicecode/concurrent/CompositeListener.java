package io.github.azuredevicecode.concurrent;

import java.time.Instant;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodePrompt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the faults of a listener from ending a sign-in.
 */
public final class CompositeListener implements DeviceCodeListener {

	private static final Logger logger = LoggerFactory.getLogger(CompositeListener.class);

	private final DeviceCodeListener delegate;

	public CompositeListener(DeviceCodeListener delegate) {
		this.delegate = delegate;
	}

	@Override
	public void prompted(DeviceCodePrompt prompt) {
		run(() -> this.delegate.prompted(prompt));
	}

	@Override
	public void authenticated(String attemptId, AuthenticationRecord authenticationRecord) {
		run(() -> this.delegate.authenticated(attemptId, authenticationRecord));
	}

	@Override
	public void failed(String attemptId, ClientAuthenticationException exception) {
		run(() -> this.delegate.failed(attemptId, exception));
	}

	@Override
	public void tokenHeld(Instant expiresAt) {
		run(() -> this.delegate.tokenHeld(expiresAt));
	}

	@Override
	public void storeReachable(boolean reachable) {
		run(() -> this.delegate.storeReachable(reachable));
	}

	@Override
	public void signedOut(@Nullable AuthenticationRecord authenticationRecord) {
		run(() -> this.delegate.signedOut(authenticationRecord));
	}

	private void run(Runnable call) {
		try {
			call.run();
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of the device code credential failed", ex);
		}
	}

}
