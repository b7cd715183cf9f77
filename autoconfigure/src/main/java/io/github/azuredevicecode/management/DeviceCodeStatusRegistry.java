package io.github.azuredevicecode.management;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.azuredevicecode.DeviceCodeListener;

/**
 * The states of the logins of all credentials, each by the name of its credential. Thread
 * safe.
 */
public final class DeviceCodeStatusRegistry implements DeviceCodeListener {

	private final Clock clock;

	private final ConcurrentMap<String, DeviceCodeStatusTracker> states = new ConcurrentHashMap<>();

	private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();

	/**
	 * Create states in which nobody is signed in.
	 * @param clock tells when a state began
	 */
	public DeviceCodeStatusRegistry(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Return the tracker of one credential.
	 * @param credentialName the name of the credential
	 * @return the tracker, always the same one
	 */
	public DeviceCodeStatusTracker tracker(String credentialName) {
		return this.states.computeIfAbsent(credentialName,
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
	public void onTokenCacheAvailability(TokenCacheAvailabilityEvent event) {
		tracker(event.credentialName()).onTokenCacheAvailability(event);
	}

	@Override
	public void onSignedOut(SignedOutEvent event) {
		tracker(event.credentialName()).onSignedOut(event);
	}

	/**
	 * Have a listener called after each change of any state. It is called on the thread
	 * that made the change, which may be one that signs a user in, and must neither block
	 * nor throw.
	 * @param listener the listener
	 */
	public void addChangeListener(Runnable listener) {
		this.changeListeners.add(listener);
	}

	/**
	 * Have a listener called no more.
	 * @param listener the listener
	 */
	public void removeChangeListener(Runnable listener) {
		this.changeListeners.remove(listener);
	}

	private void changed() {
		this.changeListeners.forEach(Runnable::run);
	}

}
