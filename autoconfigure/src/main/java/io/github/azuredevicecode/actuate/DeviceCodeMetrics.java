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
 * Meters of sign-ins and tokens. They follow the events of the credential, so that they
 * add no cost to a request for a token.
 * <ul>
 * <li>{@value #PROMPTS}: counter of the prompts that were shown.
 * <li>{@value #SIGN_INS}: counter of the attempts that have ended, by {@code outcome}:
 * {@code success}, {@code declined}, {@code expired} (the code), {@code timed_out} (the
 * timeout of the credential), {@code cancelled} or {@code error}.
 * <li>{@value #DURATION}: timer from the prompt to the outcome, by {@code outcome}.
 * Attempts that ended without a prompt are not timed, nor those that ended before the
 * registry was there.
 * <li>{@value #SIGNED_IN}: gauge, 1 while a user is known to be signed in, else 0.
 * <li>{@value #LOGIN_AGE}: gauge, time since the last sign-in that this process has seen.
 * <li>{@value #TOKEN_REMAINING}: gauge, time until the access token that came last
 * expires, 0 once it has.
 * </ul>
 * The service does not tell how long a login lives; these two are what is known of it.
 * They are NaN while nothing is known: before the first sign-in or token of this process,
 * and after a sign-out.
 * <p>
 * Each meter has the tag {@code credential}, and no tag has more than these values. The
 * counters count from the creation of this object on, whenever they are bound to a
 * registry. Thread safe.
 *
 * @since 0.1
 */
public class DeviceCodeMetrics implements DeviceCodeListener, MeterBinder {

	static final String PROMPTS = "azure.devicecode.prompts";

	static final String SIGN_INS = "azure.devicecode.signins";

	static final String DURATION = "azure.devicecode.signin.duration";

	static final String SIGNED_IN = "azure.devicecode.signed.in";

	static final String LOGIN_AGE = "azure.devicecode.login.age";

	static final String TOKEN_REMAINING = "azure.devicecode.token.remaining";

	static final String CREDENTIAL = "credential";

	static final String OUTCOME = "outcome";

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
	public void onPrompt(PromptEvent event) {
		meters(event).onPrompt(event);
	}

	@Override
	public void onAuthenticated(AuthenticatedEvent event) {
		meters(event).onAuthenticated(event);
	}

	@Override
	public void onFailed(FailedEvent event) {
		meters(event).onFailed(event);
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
