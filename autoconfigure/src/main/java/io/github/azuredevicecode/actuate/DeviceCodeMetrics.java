package io.github.azuredevicecode.actuate;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.login.DeviceCodeLogin;
import io.github.azuredevicecode.login.DeviceCodeLoginState;
import io.github.azuredevicecode.login.SignInOutcome;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Measures sign-ins. Hears of them from the credential, so that a request for a token
 * costs nothing more.
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
 * No meter has a tag with more than these values. The counters count from the creation of
 * this object on, whenever they are bound to a registry. Thread safe.
 */
public class DeviceCodeMetrics implements DeviceCodeListener, MeterBinder {

	static final String PROMPTS = "azure.devicecode.prompts";

	static final String SIGN_INS = "azure.devicecode.signins";

	static final String DURATION = "azure.devicecode.signin.duration";

	static final String SIGNED_IN = "azure.devicecode.signed.in";

	static final String LOGIN_AGE = "azure.devicecode.login.age";

	static final String TOKEN_REMAINING = "azure.devicecode.token.remaining";

	private static final String OUTCOME = "outcome";

	private final DeviceCodeLoginState state;

	private final Clock clock;

	private final LongAdder prompts = new LongAdder();

	private final List<Outcome> outcomes = Arrays.stream(SignInOutcome.values()).map(Outcome::new).toList();

	// The credential asks once at a time
	private final AtomicReference<@Nullable Pending> pending = new AtomicReference<>();

	private volatile @Nullable Long signedInAt;

	private volatile @Nullable Long tokenExpiresAt;

	/**
	 * Create metrics that are not bound to a registry yet.
	 * @param state tells whether a user is signed in
	 * @param clock measures the time that users take
	 */
	public DeviceCodeMetrics(DeviceCodeLoginState state, Clock clock) {
		this.state = state;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge
			.builder(SIGNED_IN, this.state,
					(state) -> (state.current().state() == DeviceCodeLogin.State.SIGNED_IN) ? 1 : 0)
			.description("Whether a user is known to be signed in")
			.register(registry);
		TimeGauge.builder(LOGIN_AGE, this, TimeUnit.MILLISECONDS, DeviceCodeMetrics::loginAge)
			.description("Time since the last sign-in")
			.register(registry);
		TimeGauge.builder(TOKEN_REMAINING, this, TimeUnit.MILLISECONDS, DeviceCodeMetrics::tokenRemaining)
			.description("Time until the last access token expires")
			.register(registry);
		FunctionCounter.builder(PROMPTS, this.prompts, LongAdder::sum)
			.description("Prompts that were shown")
			.register(registry);
		this.outcomes.forEach((outcome) -> outcome.bindTo(registry));
	}

	@Override
	public void prompted(DeviceCodePrompt prompt) {
		this.prompts.increment();
		this.pending.set(new Pending(prompt.attemptId(), this.clock.monotonicTime()));
	}

	@Override
	public void authenticated(String attemptId, AuthenticationRecord authenticationRecord) {
		this.signedInAt = this.clock.wallTime();
		ended(attemptId, SignInOutcome.SUCCESS);
	}

	@Override
	public void failed(String attemptId, ClientAuthenticationException exception) {
		ended(attemptId, SignInOutcome.of(exception));
	}

	@Override
	public void tokenHeld(Instant expiresAt) {
		this.tokenExpiresAt = expiresAt.toEpochMilli();
	}

	@Override
	public void signedOut(@Nullable AuthenticationRecord authenticationRecord) {
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
		Outcome outcome = this.outcomes.get(signInOutcome.ordinal());
		outcome.count.increment();
		Pending begun = this.pending.get();
		if (begun != null && begun.attemptId().equals(attemptId) && this.pending.compareAndSet(begun, null)) {
			outcome.timers.forEach((timer) -> timer.record(now - begun.since(), TimeUnit.NANOSECONDS));
		}
	}

	private record Pending(String attemptId, long since) {

	}

	private static final class Outcome {

		private final String word;

		private final LongAdder count = new LongAdder();

		private final List<Timer> timers = new CopyOnWriteArrayList<>();

		Outcome(SignInOutcome outcome) {
			this.word = outcome.word();
		}

		void bindTo(MeterRegistry registry) {
			FunctionCounter.builder(SIGN_INS, this.count, LongAdder::sum)
				.tag(OUTCOME, this.word)
				.description("Attempts to sign in that have ended")
				.register(registry);
			this.timers.add(Timer.builder(DURATION)
				.tag(OUTCOME, this.word)
				.description("Time from the prompt to the outcome")
				.register(registry));
		}

	}

}
