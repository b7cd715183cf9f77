package io.github.azuredevicecode.concurrent;

import java.time.Duration;
import java.time.Instant;

/**
 * Moment by both clocks of a process. Immutable.
 *
 * @param nanoTime the moment by the monotonic clock
 * @param instant the moment by the wall clock
 */
public record Moment(long nanoTime, Instant instant) {

	/**
	 * Returns the current moment.
	 * @param time the clocks
	 * @return the moment
	 */
	public static Moment now(TimeSource time) {
		return new Moment(time.nanoTime(), time.instant());
	}

	/**
	 * Returns how much time has passed since the moment. The monotonic clock does not see
	 * that a machine slept; the wall clock does, but may also be set back.
	 * @param time the clocks
	 * @return the longer of what both clocks tell
	 */
	public Duration age(TimeSource time) {
		Duration monotonic = Duration.ofNanos(time.nanoTime() - this.nanoTime);
		Duration wall = Duration.between(this.instant, time.instant());
		return (wall.compareTo(monotonic) > 0) ? wall : monotonic;
	}

}
