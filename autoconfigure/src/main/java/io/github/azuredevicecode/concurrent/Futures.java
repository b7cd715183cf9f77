package io.github.azuredevicecode.concurrent;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Operations that {@link CompletableFuture} lacks.
 */
public final class Futures {

	private Futures() {
	}

	/**
	 * Cancel the source when the dependent is cancelled.
	 * @param <T> the result
	 * @param dependent what the caller sees
	 * @param source what does the work
	 * @return the dependent
	 */
	public static <T> CompletableFuture<T> propagateCancel(CompletableFuture<T> dependent, Future<?> source) {
		dependent.whenComplete((result, ex) -> {
			if (ex instanceof CancellationException) {
				source.cancel(true);
			}
		});
		return dependent;
	}

	/**
	 * Does one thing after another, so that cancelling the whole cancels what is under
	 * way.
	 * @param <A> the result of the first
	 * @param <B> the result of the second
	 * @param first the first
	 * @param next starts the second
	 * @return the result of the second, or the failure of either as it was thrown
	 */
	public static <A, B> CompletableFuture<B> compose(CompletableFuture<A> first,
			Function<A, CompletableFuture<B>> next) {
		CompletableFuture<B> result = new CompletableFuture<>();
		propagateCancel(result, first);
		first.whenComplete((value, ex) -> {
			if (ex != null) {
				result.completeExceptionally(unwrap(ex));
			}
			else if (!result.isDone()) {
				Guard.run(() -> {
					CompletableFuture<B> second = next.apply(value);
					propagateCancel(result, second);
					forward(second, result);
				}, result::completeExceptionally);
			}
		});
		return result;
	}

	/**
	 * Complete a future as another is completed, with the failure as it was thrown.
	 * @param <T> the result
	 * @param source the other
	 * @param target the future
	 */
	public static <T> void forward(CompletableFuture<T> source, CompletableFuture<T> target) {
		source.whenComplete((value, ex) -> {
			if (ex != null) {
				target.completeExceptionally(unwrap(ex));
			}
			else {
				target.complete(value);
			}
		});
	}

	/**
	 * Keeps a caller's continuations off the threads that release callers.
	 * @param <T> the result
	 * @param source completes with the result
	 * @param executor runs continuations
	 * @return a future for the caller, which cancels the source when it is cancelled
	 */
	public static <T> CompletableFuture<T> detach(CompletableFuture<T> source, CredentialExecutor executor) {
		CompletableFuture<T> detached = new CompletableFuture<>();
		source.whenComplete((value, failure) -> {
			if (detached.isDone()) {
				return;
			}
			Runnable release = () -> {
				if (failure != null) {
					detached.completeExceptionally(unwrap(failure));
				}
				else {
					detached.complete(value);
				}
			};
			// A closed executor must not keep the caller waiting
			executor.execute(release, (ex) -> release.run());
		});
		return propagateCancel(detached, source);
	}

	/**
	 * Returns what really happened behind the wrappers of a future.
	 * @param failure the failure as a future reports it
	 * @return its cause
	 */
	public static Throwable unwrap(Throwable failure) {
		Throwable unwrapped = failure;
		while (unwrapped instanceof CompletionException && unwrapped.getCause() != null) {
			unwrapped = unwrapped.getCause();
		}
		return unwrapped;
	}

}
