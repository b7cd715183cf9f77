package io.github.azuredevicecode.concurrent;

import java.util.List;
import java.util.function.Consumer;

import io.github.azuredevicecode.DeviceCodeListener;

/**
 * Calls each of several listeners. A fault of one is logged, and changes nothing for the
 * others and for the credential. Thread safe.
 */
public final class CompositeListener implements DeviceCodeListener {

	private final List<DeviceCodeListener> listeners;

	public CompositeListener(List<DeviceCodeListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void onPrompt(PromptEvent event) {
		forEach((listener) -> listener.onPrompt(event));
	}

	@Override
	public void onAuthenticated(AuthenticatedEvent event) {
		forEach((listener) -> listener.onAuthenticated(event));
	}

	@Override
	public void onFailed(FailedEvent event) {
		forEach((listener) -> listener.onFailed(event));
	}

	@Override
	public void onTokenAcquired(TokenAcquiredEvent event) {
		forEach((listener) -> listener.onTokenAcquired(event));
	}

	@Override
	public void onRenewalRefused(RenewalRefusedEvent event) {
		forEach((listener) -> listener.onRenewalRefused(event));
	}

	@Override
	public void onTokenCacheAvailability(TokenCacheAvailabilityEvent event) {
		forEach((listener) -> listener.onTokenCacheAvailability(event));
	}

	@Override
	public void onSignedOut(SignedOutEvent event) {
		forEach((listener) -> listener.onSignedOut(event));
	}

	private void forEach(Consumer<DeviceCodeListener> call) {
		for (DeviceCodeListener listener : this.listeners) {
			Guard.run("A listener", () -> call.accept(listener));
		}
	}

}
