package io.github.azuredevicecode.standin.authorization;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The pace at which clients poll. A client that polls faster than its interval gets a
 * longer one, as RFC 8628 requires.
 */
final class PollingPace {

	private static final Duration PENALTY = Duration.ofSeconds(5);

	// A client that keeps to the interval may still arrive slightly early
	private static final Duration TOLERANCE = Duration.ofMillis(100);

	private final Map<String, Poll> polls = new ConcurrentHashMap<>();

	private final Duration interval;

	PollingPace(Duration interval) {
		this.interval = interval;
	}

	boolean isTooFast(String deviceCode) {
		Poll poll = this.polls.compute(deviceCode, (key, last) -> next(last, System.nanoTime()));
		return poll.tooFast();
	}

	private Poll next(@Nullable Poll last, long now) {
		if (last == null) {
			return new Poll(now, this.interval, false);
		}
		boolean tooFast = Duration.ofNanos(now - last.nanoTime()).plus(TOLERANCE).compareTo(last.interval()) < 0;
		return new Poll(now, tooFast ? last.interval().plus(PENALTY) : last.interval(), tooFast);
	}

	private record Poll(long nanoTime, Duration interval, boolean tooFast) {

	}

}
