package io.github.azuredevicecode.concurrent;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Time as the credential sees it: the wall clock for the expiry of tokens, a monotonic
 * clock for all waiting.
 */
public interface TimeSource {

	/**
	 * The clocks and timer of the JVM.
	 */
	TimeSource SYSTEM = new TimeSource() {

		@Override
		public long millis() {
			return System.currentTimeMillis();
		}

		@Override
		public long nanoTime() {
			return System.nanoTime();
		}

		@Override
		public void schedule(Duration delay, Executor executor, Runnable task) {
			CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, executor).execute(task);
		}

	};

	long millis();

	long nanoTime();

	/**
	 * Hand a task to an executor after a delay, without holding a thread meanwhile.
	 * @param delay how long to wait
	 * @param executor where the task runs
	 * @param task the task
	 */
	void schedule(Duration delay, Executor executor, Runnable task);

	default Instant instant() {
		return Instant.ofEpochMilli(millis());
	}

}
