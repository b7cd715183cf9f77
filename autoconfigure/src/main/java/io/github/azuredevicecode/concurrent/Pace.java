package io.github.azuredevicecode.concurrent;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Pace of something that must not happen too often: a few times at once, and then once in
 * an interval. Thread safe.
 */
public final class Pace {

	private final TimeSource time;

	private final int atOnce;

	private final Duration interval;

	// When the next one would be due if each had waited for its turn
	private long due;

	private boolean begun;

	/**
	 * Creates a pace.
	 * @param time the clock
	 * @param atOnce how many may happen at once
	 * @param interval the time between two that come after these
	 */
	public Pace(TimeSource time, int atOnce, Duration interval) {
		this.time = time;
		this.atOnce = atOnce;
		this.interval = interval;
	}

	/**
	 * Asks for one.
	 * @return how long to wait, or {@code null} if it may happen now
	 */
	public synchronized @Nullable Duration request() {
		long now = this.time.nanoTime();
		if (!this.begun || this.due - now < 0) {
			this.begun = true;
			this.due = now;
		}
		Duration ahead = Duration.ofNanos(this.due - now).minus(this.interval.multipliedBy(this.atOnce - 1L));
		if (!ahead.isNegative() && !ahead.isZero()) {
			return ahead;
		}
		this.due += this.interval.toNanos();
		return null;
	}

	/**
	 * Forgets the past.
	 */
	public synchronized void reset() {
		this.begun = false;
	}

}
