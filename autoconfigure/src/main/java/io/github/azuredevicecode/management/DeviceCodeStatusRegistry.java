package io.github.azuredevicecode.management;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.azuredevicecode.DeviceCodeListener;

/**
 * The status trackers of all credentials by the name of their credential. A credential
 * that the application builds itself must be given this listener. Thread safe.
 *
 * @since 0.1
 */
public final class DeviceCodeStatusRegistry implements DeviceCodeListener {

	private final Clock clock;

	private final ConcurrentMap<String, DeviceCodeStatusTracker> trackers = new ConcurrentHashMap<>();

	private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();

	/**
	 * Creates a registry in which nobody is signed in.
	 * @param clock tells when a state began
	 */
	public DeviceCodeStatusRegistry(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Returns the tracker of one credential.
	 * @param credentialName the name of the credential
	 * @return the tracker, always the same one
	 */
	public DeviceCodeStatusTracker tracker(String credentialName) {
		return this.trackers.computeIfAbsent(credentialName,
				(name) -> new DeviceCodeStatusTracker(this.clock, this::changed));
	}

	@Override
	public void onPrompt(PromptEvent event) {
		tracker(event.credentialName()).onPrompt(event);
	}

	@Override
	public void onAuthenticated(AuthenticatedEvent event) {
		tracker(event.credentialName()).onAuthenticated(event);
	}

	@Override
	public void onFailed(FailedEvent event) {
		tracker(event.credentialName()).onFailed(event);
	}

	@Override
	public void onRenewalRefused(RenewalRefusedEvent event) {
		tracker(event.credentialName()).onRenewalRefused(event);
	}

	@Override
	public void onTokenCacheAvailability(TokenCacheAvailabilityEvent event) {
		tracker(event.credentialName()).onTokenCacheAvailability(event);
	}

	@Override
	public void onSignedOut(SignedOutEvent event) {
		tracker(event.credentialName()).onSignedOut(event);
	}

	/**
	 * Adds a listener that is called after each change of any status, on the thread that
	 * made the change. The listener must neither block nor throw, since that thread may
	 * be signing a user in.
	 * @param listener the listener
	 */
	public void addChangeListener(Runnable listener) {
		this.changeListeners.add(listener);
	}

	/**
	 * Removes a listener.
	 * @param listener the listener
	 */
	public void removeChangeListener(Runnable listener) {
		this.changeListeners.remove(listener);
	}

	private void changed() {
		this.changeListeners.forEach(Runnable::run);
	}

}
