package io.github.azuredevicecode.concurrent;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The clocks of the JVM, and a timer with one thread that ends when nothing is scheduled.
 * A timer of the JVM's own would keep the class loader of the first application that uses
 * it.
 */
final class SystemTimeSource implements TimeSource, AutoCloseable {

	private static final long KEEP_ALIVE_SECONDS = 10;

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
			(task) -> CredentialThreads.daemon(task, "device-code-timer"));

	private final Executor outside;

	SystemTimeSource() {
		this(Runnable::run);
	}

	/**
	 * Creates a timer.
	 * @param outside makes calls that may hold the thread of the timer
	 */
	SystemTimeSource(Executor outside) {
		this.outside = outside;
		this.timer.setRemoveOnCancelPolicy(true);
		this.timer.setKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
		this.timer.allowCoreThreadTimeOut(true);
	}

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
		scheduleCancellable(delay, executor, task);
	}

	@Override
	public Cancellable scheduleCancellable(Duration delay, Executor executor, Runnable task) {
		Future<?> scheduled = this.timer.schedule(() -> executor.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
		return () -> scheduled.cancel(false);
	}

	@Override
	public void leave(Runnable call) {
		this.outside.execute(call);
	}

	/**
	 * Ends the timer. What is scheduled is dropped.
	 */
	@Override
	public void close() {
		this.timer.shutdownNow();
	}

}
