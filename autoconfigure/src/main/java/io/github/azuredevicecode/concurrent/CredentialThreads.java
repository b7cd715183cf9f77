package io.github.azuredevicecode.concurrent;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * The threads that credentials share: workers, and one for the timer. None is started
 * before it is needed, and idle ones end. Thread safe.
 */
public final class CredentialThreads implements AutoCloseable {

	private final boolean virtual;

	private final SystemTimeSource time = new SystemTimeSource((call) -> outside().execute(call));

	private @Nullable ExecutorService workers;

	private @Nullable ExecutorService outside;

	private boolean closed;

	/**
	 * Creates threads.
	 * @param virtual whether workers are virtual where the JVM has virtual threads
	 */
	public CredentialThreads(boolean virtual) {
		this.virtual = virtual && Runtime.version().feature() >= 21;
	}

	/**
	 * Returns an executor that carries no context over.
	 * @return the workers
	 */
	public Executor workers() {
		return (task) -> service().execute(task);
	}

	public TimeSource time() {
		return this.time;
	}

	private synchronized ExecutorService service() {
		if (this.closed) {
			throw new RejectedExecutionException("The threads of the device code credential have ended");
		}
		if (this.workers == null) {
			this.workers = this.virtual ? virtualThreads() : new WorkerPool(this.time);
		}
		return this.workers;
	}

	// One thread, unless a call holds it
	private synchronized ExecutorService outside() {
		if (this.closed) {
			throw new RejectedExecutionException("The threads of the device code credential have ended");
		}
		if (this.outside == null) {
			this.outside = this.virtual ? service() : new WorkerPool(this.time, 1);
		}
		return this.outside;
	}

	private static ExecutorService virtualThreads() {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("This JVM has no virtual threads although its version should", ex);
		}
	}

	// Inherits nothing, least of all the class loader of an application
	static Thread daemon(Runnable task, String name) {
		Thread thread = new Thread(null, task, name, 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
		return thread;
	}

	/**
	 * Ends the threads when they have done what was handed over to them, since it may
	 * release those who wait.
	 */
	@Override
	public void close() {
		ExecutorService workers;
		ExecutorService outside;
		synchronized (this) {
			this.closed = true;
			workers = this.workers;
			outside = this.outside;
		}
		this.time.close();
		if (workers != null) {
			workers.shutdown();
		}
		if (outside != null) {
			outside.shutdown();
		}
	}

}
