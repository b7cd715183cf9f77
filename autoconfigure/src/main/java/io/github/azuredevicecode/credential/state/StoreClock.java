package io.github.azuredevicecode.credential.state;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

import io.github.azuredevicecode.concurrent.TimeSource;

/**
 * Clock of the store, as this process knows it. The times of tokens in a store are by
 * this clock, since the clocks of the processes that share the store differ. Between two
 * looks it moves with the monotonic clock, and it never goes back: a token then lives too
 * short rather than too long. Thread safe.
 */
final class StoreClock {

	private static final Duration TRUST = Duration.ofMinutes(1);

	private static final Duration TOLERANCE = Duration.ofSeconds(2);

	private final TimeSource time;

	private final boolean shared;

	private boolean observed;

	private Instant storeTime = Instant.EPOCH;

	private long nanoTime;

	private Instant wallTime = Instant.EPOCH;

	// How long the answer may have been on its way
	private Duration lag = Duration.ZERO;

	/**
	 * Creates a clock.
	 * @param time the clocks of this process
	 * @param shared whether the store has a clock of its own
	 */
	StoreClock(TimeSource time, boolean shared) {
		this.time = time;
		this.shared = shared;
	}

	/**
	 * Returns whether the clock of the store should be looked at. A machine that slept is
	 * known by a wall clock that has moved on without the monotonic one.
	 * @return whether it should
	 */
	synchronized boolean isStale() {
		if (!this.shared) {
			return false;
		}
		Duration elapsed = elapsed();
		Duration drift = Duration.between(this.wallTime, this.time.instant()).minus(elapsed).abs();
		return !this.observed || elapsed.compareTo(TRUST) > 0 || drift.compareTo(TOLERANCE) > 0;
	}

	/**
	 * Looks at the clock of the store.
	 * @param store tells the time, and may block
	 */
	void observe(Supplier<Instant> store) {
		long askedAt = this.time.nanoTime();
		Instant now = store.get();
		observe(now, Duration.ofNanos(this.time.nanoTime() - askedAt));
	}

	private synchronized void observe(Instant now, Duration lag) {
		Instant expected = this.observed ? this.storeTime.plus(elapsed()) : now;
		this.storeTime = now.isAfter(expected) ? now : expected;
		this.nanoTime = this.time.nanoTime();
		this.wallTime = this.time.instant();
		this.lag = lag;
		this.observed = true;
	}

	private Duration elapsed() {
		return Duration.ofNanos(this.time.nanoTime() - this.nanoTime);
	}

	synchronized Instant now() {
		return this.observed ? this.storeTime.plus(elapsed()) : this.time.instant();
	}

	/**
	 * Translates a time by the monotonic clock of this process.
	 * @param nanoTime the time
	 * @return the time by the clock of the store
	 */
	synchronized Instant at(long nanoTime) {
		return now().minusNanos(this.time.nanoTime() - nanoTime);
	}

	/**
	 * Translates a time.
	 * @param storeTime a time by the clock of the store
	 * @return the time by the wall clock of this process
	 */
	synchronized Instant toLocal(Instant storeTime) {
		return this.time.instant().plus(Duration.between(now().plus(this.lag), storeTime));
	}

}
