package io.github.azuredevicecode.credential.state;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Asynchronous work that all who want it at once share, begun after each of them asked:
 * who comes while a run is under way waits for the next. At most one run is under way.
 * Thread safe.
 *
 * @param <T> the type of the result
 */
final class SharedRun<T> {

	private @Nullable CompletableFuture<T> current;

	private @Nullable CompletableFuture<T> next;

	/**
	 * Joins the next run.
	 * @param work begins the work
	 * @return the result
	 */
	CompletableFuture<T> join(Supplier<CompletableFuture<T>> work) {
		CompletableFuture<T> run;
		synchronized (this) {
			if (this.current != null) {
				if (this.next == null) {
					this.next = new CompletableFuture<>();
					this.current.whenComplete((result, failure) -> begin(work));
				}
				return this.next;
			}
			run = new CompletableFuture<>();
			this.current = run;
		}
		perform(run, work);
		return run;
	}

	private void begin(Supplier<CompletableFuture<T>> work) {
		CompletableFuture<T> run;
		synchronized (this) {
			run = this.next;
			this.next = null;
			this.current = run;
		}
		if (run != null) {
			perform(run, work);
		}
	}

	private void perform(CompletableFuture<T> run, Supplier<CompletableFuture<T>> work) {
		CompletableFuture<T> done;
		try {
			done = work.get();
		}
		catch (Throwable ex) {
			done = CompletableFuture.failedFuture(ex);
		}
		done.whenComplete((result, failure) -> {
			synchronized (this) {
				if (this.current == run && this.next == null) {
					this.current = null;
				}
			}
			if (failure != null) {
				run.completeExceptionally(failure);
			}
			else {
				run.complete(result);
			}
		});
	}

}
