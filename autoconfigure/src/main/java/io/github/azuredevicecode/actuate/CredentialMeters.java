package io.github.azuredevicecode.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.SignInOutcome;
import io.github.azuredevicecode.management.DeviceCodeStatus;
import io.github.azuredevicecode.management.DeviceCodeStatusTracker;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one credential. Thread safe.
 */
final class CredentialMeters implements DeviceCodeListener {

	private final Tags tags;

	private final DeviceCodeStatusTracker tracker;

	private final Clock clock;

	private final LongAdder prompts = new LongAdder();

	private final List<OutcomeMeters> outcomes = Arrays.stream(SignInOutcome.values()).map(OutcomeMeters::new).toList();

	// A credential shows one prompt at a time
	private final AtomicReference<@Nullable Pending> pending = new AtomicReference<>();

	private volatile @Nullable Long signedInAt;

	private volatile @Nullable Long tokenExpiresAt;

	CredentialMeters(String credentialName, DeviceCodeStatusTracker tracker, Clock clock) {
		this.tags = Tags.of(DeviceCodeMetrics.CREDENTIAL, credentialName);
		this.tracker = tracker;
		this.clock = clock;
	}

	void bindTo(MeterRegistry registry) {
		Gauge
			.builder(DeviceCodeMetrics.SIGNED_IN, this.tracker,
					(tracker) -> (tracker.current().state() == DeviceCodeStatus.State.SIGNED_IN) ? 1 : 0)
			.tags(this.tags)
			.description("Whether a user is known to be signed in")
			.register(registry);
		TimeGauge.builder(DeviceCodeMetrics.LOGIN_AGE, this, TimeUnit.MILLISECONDS, CredentialMeters::loginAge)
			.tags(this.tags)
			.description("Time since the last sign-in")
			.register(registry);
		TimeGauge
			.builder(DeviceCodeMetrics.TOKEN_REMAINING, this, TimeUnit.MILLISECONDS, CredentialMeters::tokenRemaining)
			.tags(this.tags)
			.description("Time until the last access token expires")
			.register(registry);
		FunctionCounter.builder(DeviceCodeMetrics.PROMPTS, this.prompts, LongAdder::sum)
			.tags(this.tags)
			.description("Prompts that were shown")
			.register(registry);
		this.outcomes.forEach((outcome) -> outcome.bindTo(registry, this.tags));
	}

	@Override
	public void onPrompt(PromptEvent event) {
		this.prompts.increment();
		this.pending.set(new Pending(event.prompt().attemptId(), this.clock.monotonicTime()));
	}

	@Override
	public void onAuthenticated(AuthenticatedEvent event) {
		this.signedInAt = this.clock.wallTime();
		ended(event.attemptId(), SignInOutcome.SUCCESS);
	}

	@Override
	public void onFailed(FailedEvent event) {
		ended(event.attemptId(), event.outcome());
	}

	@Override
	public void onTokenAcquired(TokenAcquiredEvent event) {
		this.tokenExpiresAt = event.expiresAt().toEpochMilli();
	}

	@Override
	public void onSignedOut(SignedOutEvent event) {
		this.signedInAt = null;
		this.tokenExpiresAt = null;
	}

	private double loginAge() {
		Long since = this.signedInAt;
		return (since != null) ? this.clock.wallTime() - since : Double.NaN;
	}

	private double tokenRemaining() {
		Long until = this.tokenExpiresAt;
		return (until != null) ? Math.max(0, until - this.clock.wallTime()) : Double.NaN;
	}

	private void ended(String attemptId, SignInOutcome signInOutcome) {
		long now = this.clock.monotonicTime();
		OutcomeMeters outcome = this.outcomes.get(signInOutcome.ordinal());
		outcome.count.increment();
		Pending begun = this.pending.get();
		if (begun != null && begun.attemptId().equals(attemptId) && this.pending.compareAndSet(begun, null)) {
			outcome.timers.forEach((timer) -> timer.record(now - begun.since(), TimeUnit.NANOSECONDS));
		}
	}

	private record Pending(String attemptId, long since) {

	}

	private static final class OutcomeMeters {

		private final String value;

		private final LongAdder count = new LongAdder();

		private final List<Timer> timers = new CopyOnWriteArrayList<>();

		OutcomeMeters(SignInOutcome outcome) {
			this.value = outcome.value();
		}

		void bindTo(MeterRegistry registry, Tags tags) {
			FunctionCounter.builder(DeviceCodeMetrics.SIGN_INS, this.count, LongAdder::sum)
				.tags(tags.and(DeviceCodeMetrics.OUTCOME, this.value))
				.description("Attempts to sign in that have ended")
				.register(registry);
			this.timers.add(Timer.builder(DeviceCodeMetrics.DURATION)
				.tags(tags.and(DeviceCodeMetrics.OUTCOME, this.value))
				.description("Time from the prompt to the outcome")
				.register(registry));
		}

	}

}
