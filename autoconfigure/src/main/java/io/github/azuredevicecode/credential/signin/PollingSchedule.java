package io.github.azuredevicecode.credential.signin;

import java.time.Duration;

import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.entra.TokenResponse;
import org.jspecify.annotations.Nullable;

/**
 * When to ask the token endpoint again while the user signs in (RFC 8628 section 3.5).
 * Knows neither clock nor network: it is told what came and how much time has passed
 * since the device code was issued, and says what to do next. Used by one thread at a
 * time.
 */
final class PollingSchedule {

	static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

	static final Duration MAX_INTERVAL = Duration.ofMinutes(5);

	// A network that is back should not leave the user waiting for long
	private static final Duration MAX_BACK_OFF = Duration.ofSeconds(30);

	private static final Duration SLOW_DOWN = Duration.ofSeconds(5);

	private final Duration end;

	private final boolean endIsTimeout;

	private Duration interval;

	private Duration backOff = Duration.ZERO;

	/**
	 * Start to poll.
	 * @param interval the interval that the service asks for, or {@code null}
	 * @param lifetime how long the code lives
	 * @param timeoutAt when the credential gives up, or {@code null} for never; counted,
	 * as all time here, from the moment the code was issued
	 */
	PollingSchedule(@Nullable Duration interval, Duration lifetime, @Nullable Duration timeoutAt) {
		boolean usable = interval != null && !interval.isZero() && !interval.isNegative();
		this.interval = min((usable && interval != null) ? interval : DEFAULT_INTERVAL, MAX_INTERVAL);
		this.endIsTimeout = timeoutAt != null && timeoutAt.compareTo(lifetime) < 0;
		this.end = (this.endIsTimeout && timeoutAt != null) ? timeoutAt : lifetime;
	}

	/**
	 * Return when the user's time is over.
	 * @return the time since the code was issued
	 */
	Duration end() {
		return this.end;
	}

	/**
	 * Returns the least time between two polls.
	 * @return the interval, as slow as the service has asked for
	 */
	Duration interval() {
		return this.interval;
	}

	/**
	 * Takes over that another process was told to poll slower.
	 * @param interval its interval
	 */
	void slowTo(Duration interval) {
		this.interval = min(max(this.interval, interval), MAX_INTERVAL);
	}

	/**
	 * Say when to ask for the first time.
	 * @param now the time since the code was issued
	 * @return the step
	 */
	Step first(Duration now) {
		return waitFor(this.interval, now);
	}

	/**
	 * Say what to do after an answer.
	 * @param outcome what came
	 * @param now the time since the code was issued
	 * @return the step
	 */
	Step next(PollOutcome outcome, Duration now) {
		if (outcome instanceof PollOutcome.Tokens tokens) {
			return new Step.Finish(tokens.answer());
		}
		if (outcome instanceof PollOutcome.Refused refused) {
			return new Step.Fail(refused.error());
		}
		if (outcome instanceof PollOutcome.Unavailable unavailable) {
			this.backOff = min(max(this.interval, this.backOff).multipliedBy(2), MAX_BACK_OFF);
			return waitFor(max(max(this.interval, this.backOff), unavailable.retryAfter()), now);
		}
		this.backOff = Duration.ZERO;
		if (outcome instanceof PollOutcome.SlowDown slowDown) {
			this.interval = min(max(this.interval.plus(SLOW_DOWN), slowDown.interval()), MAX_INTERVAL);
			return waitFor(max(this.interval, slowDown.retryAfter()), now);
		}
		return waitFor(max(this.interval, ((PollOutcome.Pending) outcome).retryAfter()), now);
	}

	/**
	 * Say what to do when a wait is over.
	 * @param now the time since the code was issued
	 * @return {@link Step.Poll} or, if it is too late, {@link Step.Expire}
	 */
	Step afterWait(Duration now) {
		return (now.compareTo(this.end) < 0) ? new Step.Poll() : new Step.Expire(this.endIsTimeout);
	}

	private Step waitFor(Duration delay, Duration now) {
		Duration left = this.end.minus(now);
		if (left.isNegative() || left.isZero()) {
			return new Step.Expire(this.endIsTimeout);
		}
		return new Step.Wait(min(delay, left));
	}

	private static Duration min(Duration first, Duration second) {
		return (first.compareTo(second) <= 0) ? first : second;
	}

	private static Duration max(Duration first, @Nullable Duration second) {
		return (second == null || first.compareTo(second) >= 0) ? first : second;
	}

	/**
	 * The next step.
	 */
	sealed interface Step {

		/**
		 * Wait, then ask {@link PollingSchedule#afterWait(Duration)}.
		 *
		 * @param delay how long
		 */
		record Wait(Duration delay) implements Step {
		}

		/**
		 * Ask the token endpoint.
		 */
		record Poll() implements Step {
		}

		/**
		 * The user has signed in.
		 *
		 * @param answer the tokens
		 */
		record Finish(TokenResponse answer) implements Step {
		}

		/**
		 * The service has refused.
		 *
		 * @param error why
		 */
		record Fail(ServiceError error) implements Step {
		}

		/**
		 * It is too late.
		 *
		 * @param timeout whether the credential's timeout passed, else the code expired
		 */
		record Expire(boolean timeout) implements Step {
		}

	}

}
