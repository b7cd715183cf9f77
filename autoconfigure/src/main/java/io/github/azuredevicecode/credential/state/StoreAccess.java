package io.github.azuredevicecode.credential.state;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.concurrent.Cancellable;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Accesses to a store, each on a thread of the executor and limited in time, since a
 * store may be one that blocks for long. Whatever an access throws is a
 * {@link TokenCacheException}, and begins an outage. Thread safe.
 */
final class StoreAccess {

	// What a store without time-outs holds, at most
	private static final int MOST_STUCK = 4;

	private final CredentialExecutor executor;

	private final TimeSource time;

	private final Duration timeout;

	private final boolean inMemory;

	private final StoreAvailability availability;

	private final AtomicInteger stuck = new AtomicInteger();

	// The first access connects, and may find a machine that is still starting
	private volatile boolean connected;

	StoreAccess(CredentialExecutor executor, TimeSource time, Duration timeout, boolean inMemory,
			StoreAvailability availability) {
		this.executor = executor;
		this.time = time;
		this.timeout = timeout;
		this.inMemory = inMemory;
		this.availability = availability;
	}

	/**
	 * Makes an access.
	 * @param <T> the type of the result
	 * @param access the access, which may block
	 * @return a future that fails with a {@link TokenCacheException} or, if the
	 * credential is closed, a {@link RejectedExecutionException}
	 */
	<T> CompletableFuture<T> run(Supplier<T> access) {
		if (this.inMemory) {
			return CompletableFuture.completedFuture(access.get());
		}
		if (this.stuck.get() >= MOST_STUCK) {
			return CompletableFuture.failedFuture(timedOut());
		}
		long begunAt = this.time.nanoTime();
		CompletableFuture<T> result = new CompletableFuture<>();
		CompletableFuture<T> noted = result.whenComplete((value, failure) -> note(failure, begunAt));
		FutureTask<T> task = new FutureTask<>(access::get);
		this.executor.execute(() -> perform(task, result), result::completeExceptionally);
		if (!result.isDone()) {
			Cancellable limit = this.executor.schedule(this.time, limit(), () -> interrupt(task, result),
					() -> result.completeExceptionally(timedOut()), result::completeExceptionally);
			result.whenComplete((value, failure) -> limit.cancel());
		}
		return noted;
	}

	private Duration limit() {
		return this.connected ? this.timeout : this.timeout.multipliedBy(2);
	}

	private void note(@Nullable Throwable failure, long begunAt) {
		if (failure == null) {
			this.connected = true;
			this.availability.succeeded();
		}
		else if (failure instanceof TokenCacheException outage) {
			this.availability.failed(outage, Duration.ofNanos(this.time.nanoTime() - begunAt));
		}
	}

	private <T> void perform(FutureTask<T> task, CompletableFuture<T> result) {
		task.run();
		boolean late = task.isCancelled();
		if (late) {
			this.stuck.decrementAndGet();
			// The interrupt was for the store alone
			Thread.interrupted();
			result.completeExceptionally(timedOut());
			return;
		}
		try {
			result.complete(task.get());
		}
		catch (ExecutionException ex) {
			result.completeExceptionally(translate((ex.getCause() != null) ? ex.getCause() : ex));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			result.completeExceptionally(translate(ex));
		}
	}

	// On the thread of the timer, since a store that hangs may hold the executor's last
	// thread
	private void interrupt(FutureTask<?> task, CompletableFuture<?> result) {
		if (!result.isDone() && !task.isDone()) {
			this.stuck.incrementAndGet();
			if (!task.cancel(true)) {
				this.stuck.decrementAndGet();
			}
		}
	}

	private TokenCacheException timedOut() {
		return new TokenCacheException("The token cache did not answer within " + inWords(limit())
				+ " (azure.identity.device-code.token-cache.timeout)", null);
	}

	private static String inWords(Duration limit) {
		return (limit.toMillisPart() == 0) ? limit.toSeconds() + " seconds" : limit.toMillis() + " milliseconds";
	}

	private static TokenCacheException translate(Throwable failure) {
		return (failure instanceof TokenCacheException exception) ? exception : new TokenCacheException(
				"The token cache failed with " + failure.getClass().getName() + ": " + failure.getMessage(), failure);
	}

}
