package io.github.azuredevicecode.msal;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Where a credential works in the background: the application's executor, or threads of
 * its own that are gone when there is nothing to do. Never the common pool, which others
 * need.
 */
final class CredentialExecutor implements Executor, AutoCloseable {

	private static final long KEEP_ALIVE_SECONDS = 10;

	private static final AtomicInteger THREADS = new AtomicInteger();

	private final Executor delegate;

	private final @Nullable ExecutorService owned;

	private CredentialExecutor(Executor delegate, @Nullable ExecutorService owned) {
		this.delegate = delegate;
		this.owned = owned;
	}

	static CredentialExecutor of(@Nullable Executor executor) {
		if (executor != null) {
			return new CredentialExecutor(executor, null);
		}
		ExecutorService owned = (Runtime.version().feature() >= 21) ? virtualThreads() : daemonThreads();
		return new CredentialExecutor(owned, owned);
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

	@Override
	public void execute(Runnable task) {
		this.delegate.execute(task);
	}

	@Override
	public void close() {
		if (this.owned != null) {
			this.owned.shutdownNow();
		}
	}

}
