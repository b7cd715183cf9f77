package io.github.azuredevicecode.login;

import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.azuredevicecode.DeviceCodeListener;

/**
 * The states of the logins of all credentials, each by the name of its credential. Thread
 * safe.
 */
public final class DeviceCodeLoginStates implements DeviceCodeListener {

	private final Clock clock;

	private final ConcurrentMap<String, DeviceCodeLoginState> states = new ConcurrentHashMap<>();

	/**
	 * Create states in which nobody is signed in.
	 * @param clock tells when a state began
	 */
	public DeviceCodeLoginStates(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Return the state of one login.
	 * @param credentialName the name of the credential
	 * @return the state, always the same one
	 */
	@Override
	public DeviceCodeLoginState forCredential(String credentialName) {
		return this.states.computeIfAbsent(credentialName, (name) -> new DeviceCodeLoginState(this.clock));
	}

}
