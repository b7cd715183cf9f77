package io.github.azuredevicecode.actuate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.management.DeviceCodeStatusRegistry;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of the logins. They follow the events of the credential, so that they add no
 * cost to a request for a token. Sign-ins and prompts are counted and timed by their
 * observations.
 * <ul>
 * <li>{@value #SIGNED_IN}: gauge, 1 while a user is known to be signed in, else 0.
 * <li>{@value #LOGIN_AGE}: gauge, time since the last sign-in that this process has seen.
 * <li>{@value #TOKEN_REMAINING}: gauge, time until the access token that came last
 * expires, 0 once it has.
 * </ul>
 * The service does not tell how long a login lives; these two are what is known of it.
 * They are NaN while nothing is known: before the first sign-in or token of this process,
 * and after a sign-out.
 * <p>
 * Each meter has the tag {@code credential}. Thread safe.
 *
 * @since 0.1
 */
public class DeviceCodeMetrics implements DeviceCodeListener, MeterBinder {

	static final String SIGNED_IN = "azure.devicecode.signed.in";

	static final String LOGIN_AGE = "azure.devicecode.login.age";

	static final String TOKEN_REMAINING = "azure.devicecode.token.remaining";

	static final String CREDENTIAL = "credential";

	private final DeviceCodeStatusRegistry statusRegistry;

	private final Clock clock;

	private final Map<String, CredentialMeters> meters = new ConcurrentHashMap<>();

	private final List<MeterRegistry> registries = new ArrayList<>();

	/**
	 * Creates metrics that are not bound to a registry yet.
	 * @param statusRegistry tells whether a user is signed in
	 * @param clock measures the time that users take
	 * @param credentialNames the names of the credentials that have meters from the
	 * start; any other has them from its first event on
	 */
	public DeviceCodeMetrics(DeviceCodeStatusRegistry statusRegistry, Clock clock, Collection<String> credentialNames) {
		this.statusRegistry = statusRegistry;
		this.clock = clock;
		credentialNames.forEach(this::create);
	}

	private CredentialMeters meters(DeviceCodeListener.Event event) {
		CredentialMeters known = this.meters.get(event.credentialName());
		return (known != null) ? known : create(event.credentialName());
	}

	private synchronized CredentialMeters create(String credentialName) {
		CredentialMeters known = this.meters.get(credentialName);
		if (known != null) {
			return known;
		}
		CredentialMeters meters = new CredentialMeters(credentialName, this.statusRegistry.tracker(credentialName),
				this.clock);
		this.registries.forEach(meters::bindTo);
		this.meters.put(credentialName, meters);
		return meters;
	}

	@Override
	public void onAuthenticated(AuthenticatedEvent event) {
		meters(event).onAuthenticated(event);
	}

	@Override
	public void onTokenAcquired(TokenAcquiredEvent event) {
		meters(event).onTokenAcquired(event);
	}

	@Override
	public void onSignedOut(SignedOutEvent event) {
		meters(event).onSignedOut(event);
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		this.meters.values().forEach((meters) -> meters.bindTo(registry));
	}

}
