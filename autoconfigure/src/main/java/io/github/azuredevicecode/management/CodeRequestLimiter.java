package io.github.azuredevicecode.management;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Limit on the codes that people can request in a minute. Thread safe.
 */
final class CodeRequestLimiter {

	private static final int LIMIT = 10;

	private static final long PERIOD = Duration.ofMinutes(1).toNanos();

	private final LongSupplier ticker;

	private final Deque<Long> recent = new ArrayDeque<>();

	CodeRequestLimiter() {
		this(System::nanoTime);
	}

	CodeRequestLimiter(LongSupplier ticker) {
		this.ticker = ticker;
	}

	synchronized boolean permits() {
		long now = this.ticker.getAsLong();
		while (!this.recent.isEmpty() && now - this.recent.getFirst() >= PERIOD) {
			this.recent.removeFirst();
		}
		if (this.recent.size() == LIMIT) {
			return false;
		}
		this.recent.addLast(now);
		return true;
	}

}
