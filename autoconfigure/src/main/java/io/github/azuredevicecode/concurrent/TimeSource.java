package io.github.azuredevicecode.concurrent;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Time as the credential sees it: the wall clock for the expiry of tokens, a monotonic
 * clock for all waiting.
 */
public interface TimeSource {

	long millis();

	long nanoTime();

	/**
	 * Hand a task to an executor after a delay, without holding a thread meanwhile.
	 * @param delay how long to wait
	 * @param executor where the task runs
	 * @param task the task
	 */
	void schedule(Duration delay, Executor executor, Runnable task);

	/**
	 * Hands a task to an executor after a delay, unless it is cancelled before.
	 * @param delay how long to wait
	 * @param executor where the task runs
	 * @param task the task
	 * @return cancels the task
	 */
	default Cancellable scheduleCancellable(Duration delay, Executor executor, Runnable task) {
		AtomicReference<@Nullable Runnable> pending = new AtomicReference<>(task);
		schedule(delay, (timer) -> timer.run(), () -> {
			Runnable due = pending.getAndSet(null);
			if (due != null) {
				executor.execute(due);
			}
		});
		return () -> pending.set(null);
	}

	/**
	 * Leaves the thread of the timer for a call that may hold it, such as one of an
	 * executor of the application.
	 * @param call the call
	 */
	default void leave(Runnable call) {
		call.run();
	}

	default Instant instant() {
		return Instant.ofEpochMilli(millis());
	}

}
