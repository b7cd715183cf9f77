package io.github.azuredevicecode.concurrent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One piece of work that many wait for. Each waiter has a future of its own and may give
 * up without harm to the others, which leaves nothing of it behind; when the last one
 * has, the work is abandoned. Thread safe; no future is completed under a lock.
 *
 * @param <T> what the work brings
 */
public final class SingleFlight<T> {

	private final Consumer<@Nullable Throwable> onEnd;

	private final Runnable onAbandoned;

	private final Executor executor;

	private final Set<CompletableFuture<T>> waiters = new LinkedHashSet<>();

	private boolean ended;

	/**
	 * Creates a flight.
	 * @param onEnd called once when the flight has its result or is abandoned, before
	 * those who wait are released, with the failure or {@code null}
	 * @param onAbandoned called once if all who waited have given up
	 * @param executor where that is called: on the thread of the last one who gives up
	 * only if it neither blocks nor calls foreign code
	 */
	public SingleFlight(Consumer<@Nullable Throwable> onEnd, Runnable onAbandoned, Executor executor) {
		this.executor = executor;
		this.onEnd = onEnd;
		this.onAbandoned = onAbandoned;
	}

	/**
	 * Waits for the result.
	 * @return a future, cancelled by the waiter to give up, or {@code null} if the flight
	 * has ended and another must be started
	 */
	public @Nullable CompletableFuture<T> join() {
		CompletableFuture<T> waiter = new CompletableFuture<>();
		synchronized (this) {
			if (this.ended) {
				return null;
			}
			this.waiters.add(waiter);
		}
		waiter.whenComplete((value, ex) -> {
			if (waiter.isCancelled()) {
				leave(waiter);
			}
		});
		return waiter;
	}

	private void leave(CompletableFuture<T> waiter) {
		synchronized (this) {
			if (!this.waiters.remove(waiter) || !this.waiters.isEmpty() || this.ended) {
				return;
			}
			this.ended = true;
		}
		Guard.run("The end of work", () -> this.onEnd.accept(new CancellationException("Nobody waits any more")));
		Runnable abandon = () -> Guard.run("The end of abandoned work", this.onAbandoned);
		try {
			this.executor.execute(abandon);
		}
		catch (Throwable ex) {
			// The credential is closed, or its executor refuses
			abandon.run();
		}
	}

	public void complete(T value) {
		end(null).forEach((waiter) -> waiter.complete(value));
	}

	public void fail(Throwable failure) {
		end(failure).forEach((waiter) -> waiter.completeExceptionally(failure));
	}

	public synchronized boolean hasEnded() {
		return this.ended;
	}

	private List<CompletableFuture<T>> end(@Nullable Throwable failure) {
		List<CompletableFuture<T>> released;
		synchronized (this) {
			if (this.ended) {
				return List.of();
			}
			this.ended = true;
			released = new ArrayList<>(this.waiters);
			this.waiters.clear();
		}
		// A fault there must not keep the waiters
		Guard.run("The end of work", () -> this.onEnd.accept(failure));
		return released;
	}

}
