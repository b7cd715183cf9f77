package io.github.azuredevicecode.concurrent;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * The executor of the background work of a credential: the application's executor, or
 * threads that it shares with other credentials. Never the common pool, which others
 * need.
 */
public final class CredentialExecutor implements Executor, AutoCloseable {

	private final Executor delegate;

	private final UnaryOperator<Runnable> context;

	private final boolean ofTheApplication;

	private final Runnable onClose;

	private final Set<RunningTask> running = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	private CredentialExecutor(Executor delegate, UnaryOperator<Runnable> context, boolean ofTheApplication,
			Runnable onClose) {
		this.delegate = delegate;
		this.context = context;
		this.ofTheApplication = ofTheApplication;
		this.onClose = onClose;
	}

	/**
	 * Returns the executor of a credential that shares its threads with nobody.
	 * @param settings the threads it works on
	 * @return an executor that carries the caller's context over to its threads
	 */
	static CredentialExecutor of(ExecutionSettings settings) {
		CredentialThreads threads = new CredentialThreads(settings.virtualThreads());
		return of(settings, threads, threads::close);
	}

	/**
	 * Returns the executor of a credential.
	 * @param settings the threads it works on
	 * @param threads the threads if the application has set no executor
	 * @param onClose called when the executor is closed
	 * @return an executor that carries the caller's context over to its threads
	 */
	public static CredentialExecutor of(ExecutionSettings settings, CredentialThreads threads, Runnable onClose) {
		Executor executor = settings.executor();
		return new CredentialExecutor((executor != null) ? executor : threads.workers(),
				new ContextDecorator(settings.taskDecorator()), executor != null, onClose);
	}

	/**
	 * Runs a task in the context of the current thread.
	 * @param task the task
	 * @throws java.util.concurrent.RejectedExecutionException if the executor is closed
	 */
	@Override
	public void execute(Runnable task) {
		start(carry(task));
	}

	/**
	 * Runs a step in the context of the current thread, and ends the wait for it on
	 * whatever it or the hand-over throws.
	 * @param step the step
	 * @param onFailure ends the wait
	 */
	public void execute(Runnable step, Consumer<? super Throwable> onFailure) {
		Guard.run(() -> start(carry(() -> Guard.run(step, onFailure))), onFailure);
	}

	/**
	 * Runs a step in the context of the current thread after a delay, without holding a
	 * thread meanwhile.
	 * @param time the timer
	 * @param delay the delay
	 * @param step the step
	 * @param onFailure ends the wait on whatever the step or the hand-over throws
	 * @return cancels the step
	 */
	public Cancellable schedule(TimeSource time, Duration delay, Runnable step, Consumer<? super Throwable> onFailure) {
		return schedule(time, delay, () -> {
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
	 * @return cancels the step
	 */
	public Cancellable schedule(TimeSource time, Duration delay, Runnable onTimer, Runnable step,
			Consumer<? super Throwable> onFailure) {
		try {
			// The context is that of this thread; the timer's has none
			return time.scheduleCancellable(delay, (due) -> {
				Guard.run(onTimer, onFailure);
				Guard.run(() -> leaveTimer(time, () -> Guard.run(() -> start(due), onFailure)), onFailure);
			}, carry(() -> Guard.run(step, onFailure)));
		}
		catch (Throwable ex) {
			Guard.fail(ex, onFailure);
			return () -> {
			};
		}
	}

	/**
	 * Runs a step after a delay that has failed before.
	 * @param time the timer
	 * @param delay the delay
	 * @param step the step
	 * @param onFailure called if the step fails again or the executor refuses it, but not
	 * where the timer itself has ended
	 */
	public void retry(TimeSource time, Duration delay, Runnable step, Consumer<? super Throwable> onFailure) {
		AtomicBoolean due = new AtomicBoolean();
		schedule(time, delay, () -> due.set(true), step, (failure) -> {
			if (due.get()) {
				onFailure.accept(failure);
			}
		});
	}

	/**
	 * Brings the result of somebody else's thread to a thread of this executor, in the
	 * context of the current thread. An executor that refuses it does not lose it: it is
	 * then taken over on that other thread.
	 * @param <T> the result
	 * @param source completes with the result
	 * @return a future that cancels the source when it is cancelled
	 */
	public <T> CompletableFuture<T> bring(CompletableFuture<T> source) {
		CompletableFuture<T> brought = new CompletableFuture<>();
		Runnable carried = carry(() -> Futures.forward(source, brought));
		source.whenComplete((value, failure) -> {
			if (!brought.isDone()) {
				Guard.run(() -> start(carried), (refusal) -> Futures.forward(source, brought));
			}
		});
		return Futures.propagateCancel(brought, source);
	}

	// An executor of the application may block, or run a task on the thread that hands it
	// over
	private void leaveTimer(TimeSource time, Runnable handOver) {
		if (this.ofTheApplication) {
			time.leave(handOver);
		}
		else {
			handOver.run();
		}
	}

	private void start(Runnable carried) {
		if (this.ofTheApplication) {
			this.delegate.execute(carried);
			return;
		}
		if (this.closed) {
			throw new RejectedExecutionException("The device code credential is closed");
		}
		this.delegate.execute(new RunningTask(carried));
	}

	private Runnable carry(Runnable task) {
		return this.context.apply(task);
	}

	/**
	 * Interrupts what runs, unless it runs on an executor of the application, and refuses
	 * what is still to come.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.running.forEach(RunningTask::interrupt);
		this.onClose.run();
	}

	/**
	 * A task on a shared thread, which is interrupted only while it runs the task.
	 */
	private final class RunningTask implements Runnable {

		private final Runnable task;

		private @Nullable Thread thread;

		RunningTask(Runnable task) {
			this.task = task;
		}

		@Override
		public void run() {
			synchronized (this) {
				this.thread = Thread.currentThread();
			}
			CredentialExecutor.this.running.add(this);
			if (CredentialExecutor.this.closed) {
				interrupt();
			}
			try {
				this.task.run();
			}
			finally {
				CredentialExecutor.this.running.remove(this);
				synchronized (this) {
					this.thread = null;
				}
			}
		}

		synchronized void interrupt() {
			if (this.thread != null) {
				this.thread.interrupt();
			}
		}

	}

}
