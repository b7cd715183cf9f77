package io.github.azuredevicecode.concurrent;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One piece of work that many wait for. Each waiter has a future of its own and may give
 * up without harm to the others; when the last one has, the work is abandoned. Thread
 * safe.
 *
 * @param <T> what the work brings
 */
public final class SingleFlight<T> {

	private final CompletableFuture<T> result = new CompletableFuture<>();

	private final Consumer<@Nullable Throwable> onEnd;

	private final Runnable onAbandoned;

	private int waiters;

	private boolean ended;

	/**
	 * Create a flight.
	 * @param onEnd called once when the flight has its result or is abandoned, before
	 * anyone who waits hears of it, with the failure or {@code null}
	 * @param onAbandoned called once if all who waited have given up
	 */
	public SingleFlight(Consumer<@Nullable Throwable> onEnd, Runnable onAbandoned) {
		this.onEnd = onEnd;
		this.onAbandoned = onAbandoned;
	}

	/**
	 * Wait for the result.
	 * @return a future, cancelled by the waiter to give up, or {@code null} if the flight
	 * has ended and another must be started
	 */
	public @Nullable CompletableFuture<T> join() {
		synchronized (this) {
			if (this.ended) {
				return null;
			}
			this.waiters++;
		}
		CompletableFuture<T> waiter = new CompletableFuture<>();
		waiter.whenComplete((value, ex) -> {
			if (waiter.isCancelled()) {
				leave();
			}
		});
		Futures.forward(this.result, waiter);
		return waiter;
	}

	private void leave() {
		synchronized (this) {
			this.waiters--;
			if (this.waiters > 0 || this.ended) {
				return;
			}
			this.ended = true;
		}
		this.onEnd.accept(new CancellationException("Nobody waits any more"));
		this.onAbandoned.run();
	}

	public void complete(T value) {
		if (end(null)) {
			this.result.complete(value);
		}
	}

	public void fail(Throwable failure) {
		if (end(failure)) {
			this.result.completeExceptionally(failure);
		}
	}

	public synchronized boolean hasEnded() {
		return this.ended;
	}

	private boolean end(@Nullable Throwable failure) {
		synchronized (this) {
			if (this.ended) {
				return false;
			}
			this.ended = true;
		}
		this.onEnd.accept(failure);
		return true;
	}

}
