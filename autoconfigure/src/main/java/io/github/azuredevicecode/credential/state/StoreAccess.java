package io.github.azuredevicecode.credential.state;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.concurrent.Cancellable;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.Guard;
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

	private static final Duration RETRY = Duration.ofSeconds(4);

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
			return inMemory(access);
		}
		if (this.stuck.get() >= MOST_STUCK) {
			return CompletableFuture.failedFuture(timedOut());
		}
		long begunAt = this.time.nanoTime();
		CompletableFuture<T> result = new CompletableFuture<>();
		CompletableFuture<T> noted = result.whenComplete((value, failure) -> note(failure, begunAt));
		Access<T> task = new Access<>(access);
		this.executor.execute(() -> perform(task, result), (refusal) -> result
			.completeExceptionally((refusal instanceof RejectedExecutionException) ? refusal : translate(refusal)));
		if (!result.isDone()) {
			Cancellable limit = this.executor.schedule(this.time, limit(), () -> interrupt(task, result),
					() -> result.completeExceptionally(timedOut()),
					(refusal) -> result.completeExceptionally(isClosed(refusal) ? refusal : timedOut()));
			result.whenComplete((value, failure) -> limit.cancel());
		}
		return noted;
	}

	private static <T> CompletableFuture<T> inMemory(Supplier<T> access) {
		CompletableFuture<T> result = new CompletableFuture<>();
		Guard.run(() -> result.complete(access.get()), result::completeExceptionally);
		return result;
	}

	/**
	 * Returns whether an access failed since the credential is closed. An executor that
	 * is full refuses accesses, too.
	 * @param failure the failure of the access
	 * @return whether no access will succeed any more
	 */
	boolean isClosed(Throwable failure) {
		return Futures.unwrap(failure) instanceof RejectedExecutionException && this.availability.isClosed();
	}

	/**
	 * Does something again after an access that the executor has refused.
	 * @param step the step, which is put off again if the executor refuses it, too
	 */
	void retry(Runnable step) {
		this.executor.retry(this.time, RETRY, step, (refusal) -> {
			if (!this.availability.isClosed()) {
				retry(step);
			}
		});
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

	private <T> void perform(Access<T> task, CompletableFuture<T> result) {
		task.begun = true;
		task.run();
		boolean late = task.isCancelled();
		if (late) {
			noLongerStuck(task);
			// The interrupt was for the store alone
			Thread.interrupted();
			result.completeExceptionally(timedOut());
			return;
		}
		Guard.run(() -> result.complete(resultOf(task)), result::completeExceptionally);
	}

	private static <T> T resultOf(FutureTask<T> task) {
		try {
			return task.get();
		}
		catch (ExecutionException ex) {
			throw translate((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw translate(ex);
		}
	}

	/**
	 * Makes a call of the store that is no access, such as one that connects, and is
	 * interrupted if it takes too long. How it ends says nothing about outages.
	 * @param <T> the type of the result
	 * @param call the call, made on this thread
	 * @return the result
	 * @throws TokenCacheException if the call fails or takes too long
	 */
	<T> T call(Supplier<T> call) {
		FutureTask<T> task = new FutureTask<>(call::get);
		Cancellable limit = this.time.scheduleCancellable(this.timeout.multipliedBy(2), Runnable::run,
				() -> task.cancel(true));
		task.run();
		limit.cancel();
		if (task.isCancelled()) {
			// The interrupt was for the store alone
			Thread.interrupted();
			throw timedOut();
		}
		return resultOf(task);
	}

	// On the thread of the timer, since a store that hangs may hold the executor's last
	// thread
	private void interrupt(Access<?> task, CompletableFuture<?> result) {
		if (!result.isDone() && !task.isDone()) {
			// One that waits for a thread holds none
			if (task.begun && task.isStuck.compareAndSet(false, true)) {
				this.stuck.incrementAndGet();
			}
			if (!task.cancel(true)) {
				noLongerStuck(task);
			}
		}
	}

	private void noLongerStuck(Access<?> task) {
		if (task.isStuck.compareAndSet(true, false)) {
			this.stuck.decrementAndGet();
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
		return (failure instanceof TokenCacheException exception) ? exception
				: TokenCacheException.of("The token cache failed with ", failure);
	}

	/**
	 * An access that can be given up.
	 *
	 * @param <T> the type of the result
	 */
	private static final class Access<T> extends FutureTask<T> {

		private final AtomicBoolean isStuck = new AtomicBoolean();

		private volatile boolean begun;

		Access(Supplier<T> access) {
			super(access::get);
		}

	}

}
