package io.github.azuredevicecode.sample;

import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.event.DeviceCodeAuthenticatedEvent;
import io.github.azuredevicecode.event.DeviceCodeAuthenticationFailedEvent;
import io.github.azuredevicecode.event.DeviceCodePromptEvent;
import io.github.azuredevicecode.event.DeviceCodeSignedOutEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * What the page shows of the sign-in, as the events tell it.
 */
@Component
class SignInState {

	private volatile Snapshot snapshot = new Snapshot(false, null, null, null);

	Snapshot snapshot() {
		return this.snapshot;
	}

	/**
	 * Tell that a code has been asked for.
	 */
	void starting() {
		this.snapshot = new Snapshot(true, null, null, null);
	}

	@EventListener
	void on(DeviceCodePromptEvent event) {
		this.snapshot = new Snapshot(false, event.getPrompt(), null, null);
	}

	@EventListener
	void on(DeviceCodeAuthenticatedEvent event) {
		this.snapshot = new Snapshot(false, null, event.getAuthenticationRecord().username(), null);
	}

	@EventListener
	void on(DeviceCodeAuthenticationFailedEvent event) {
		this.snapshot = new Snapshot(false, null, null, event.getException().getMessage());
	}

	@EventListener
	void on(DeviceCodeSignedOutEvent event) {
		this.snapshot = new Snapshot(false, null, null, null);
	}

	/**
	 * The state at one moment; at most one part is set.
	 *
	 * @param starting whether a code has been asked for
	 * @param prompt the prompt that waits for the user
	 * @param username who is signed in
	 * @param failure why the last sign-in failed
	 */
	record Snapshot(boolean starting, @Nullable DeviceCodePrompt prompt, @Nullable String username,
			@Nullable String failure) {
	}

}
