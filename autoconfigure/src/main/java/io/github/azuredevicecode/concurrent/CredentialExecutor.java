package io.github.azuredevicecode.concurrent;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Where a credential works in the background: the application's executor, or threads of
 * its own that are gone when there is nothing to do. Never the common pool, which others
 * need.
 */
public final class CredentialExecutor implements Executor, AutoCloseable {

	private static final long KEEP_ALIVE_SECONDS = 10;

	private static final AtomicInteger THREADS = new AtomicInteger();

	private final Executor delegate;

	private final @Nullable ExecutorService owned;

	private final UnaryOperator<Runnable> context;

	private CredentialExecutor(Executor delegate, @Nullable ExecutorService owned, UnaryOperator<Runnable> context) {
		this.delegate = delegate;
		this.owned = owned;
		this.context = context;
	}

	/**
	 * Return the executor of a credential.
	 * @param settings the threads it works on
	 * @return an executor that carries the caller's context over to its threads
	 */
	public static CredentialExecutor of(ExecutionSettings settings) {
		UnaryOperator<Runnable> context = new ContextDecorator(settings.taskDecorator());
		if (settings.executor() != null) {
			return new CredentialExecutor(settings.executor(), null, context);
		}
		ExecutorService owned = threads(settings.virtualThreads());
		return new CredentialExecutor(owned, owned, context);
	}

	/**
	 * Return an executor for a library, whose tasks belong to nobody.
	 * @param virtual whether its threads may be virtual
	 * @return an executor that carries nothing
	 */
	public static CredentialExecutor plain(boolean virtual) {
		ExecutorService owned = threads(virtual);
		return new CredentialExecutor(owned, owned, UnaryOperator.identity());
	}

	private static ExecutorService threads(boolean virtual) {
		return (virtual && Runtime.version().feature() >= 21) ? virtualThreads() : daemonThreads();
	}

	private static ExecutorService virtualThreads() {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("This JVM has no virtual threads although its version should", ex);
		}
	}

	private static ExecutorService daemonThreads() {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), (task) -> {
					Thread thread = new Thread(task, "device-code-" + THREADS.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
	}

	/**
	 * Runs a task in the context of the current thread.
	 * @param task the task
	 * @throws java.util.concurrent.RejectedExecutionException if the executor is closed
	 */
	@Override
	public void execute(Runnable task) {
		this.delegate.execute(carry(task));
	}

	/**
	 * Runs a step in the context of the current thread, and ends the wait for it on
	 * whatever it or the hand-over throws.
	 * @param step the step
	 * @param onFailure ends the wait
	 */
	public void execute(Runnable step, Consumer<? super Throwable> onFailure) {
		handOver(carry(() -> Guard.run(step, onFailure)), onFailure);
	}

	/**
	 * Runs a step in the context of the current thread after a delay, without holding a
	 * thread meanwhile.
	 * @param time the timer
	 * @param delay the delay
	 * @param step the step
	 * @param onFailure ends the wait on whatever the step or the hand-over throws
	 */
	public void schedule(TimeSource time, Duration delay, Runnable step, Consumer<? super Throwable> onFailure) {
		schedule(time, delay, () -> {
		}, step, onFailure);
	}

	/**
	 * Runs a step after a delay, and something before it that needs no thread of the
	 * executor.
	 * @param time the timer
	 * @param delay the delay
	 * @param onTimer runs on the thread of the timer, which it must not hold
	 * @param step the step
	 * @param onFailure ends the wait on whatever the step or the hand-over throws
	 */
	public void schedule(TimeSource time, Duration delay, Runnable onTimer, Runnable step,
			Consumer<? super Throwable> onFailure) {
		// The context is that of this thread; the timer's has none
		Runnable carried = carry(() -> Guard.run(step, onFailure));
		time.schedule(delay, (due) -> {
			Guard.run(onTimer, onFailure);
			handOver(due, onFailure);
		}, carried);
	}

	private void handOver(Runnable carried, Consumer<? super Throwable> onFailure) {
		try {
			this.delegate.execute(carried);
		}
		catch (Throwable ex) {
			Guard.fail(ex, onFailure);
		}
	}

	private Runnable carry(Runnable task) {
		return this.context.apply(task);
	}

	@Override
	public void close() {
		if (this.owned != null) {
			this.owned.shutdownNow();
		}
	}

}
