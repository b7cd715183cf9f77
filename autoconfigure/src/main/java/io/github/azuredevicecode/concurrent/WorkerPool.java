package io.github.azuredevicecode.concurrent;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pool of few threads that grows only while none of its tasks ends, such as prompt
 * handlers or token caches that block: others do not wait for them. Idle threads end.
 */
final class WorkerPool extends ThreadPoolExecutor {

	static final int USUAL_SIZE = 8;

	static final Duration STALL = Duration.ofMillis(250);

	private static final long KEEP_ALIVE_SECONDS = 10;

	private static final AtomicInteger THREADS = new AtomicInteger();

	private final TimeSource time;

	private final AtomicBoolean watching = new AtomicBoolean();

	private final int usualSize;

	WorkerPool(TimeSource time) {
		this(time, USUAL_SIZE);
	}

	WorkerPool(TimeSource time, int usualSize) {
		super(usualSize, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> CredentialThreads.daemon(task, "device-code-" + THREADS.incrementAndGet()));
		this.time = time;
		this.usualSize = usualSize;
		allowCoreThreadTimeOut(true);
	}

	@Override
	public void execute(Runnable task) {
		super.execute(task);
		if (!getQueue().isEmpty()) {
			watch();
		}
	}

	private void watch() {
		if (this.watching.compareAndSet(false, true)) {
			long completed = getCompletedTaskCount();
			try {
				this.time.schedule(STALL, Runnable::run, () -> look(completed));
			}
			catch (RejectedExecutionException ex) {
				// Closed meanwhile, and so is this pool
				this.watching.set(false);
			}
		}
	}

	private void look(long completedBefore) {
		this.watching.set(false);
		if (getQueue().isEmpty()) {
			// Keeps a free thread beside those that are blocked for long
			setCorePoolSize(Math.max(this.usualSize, getActiveCount() + 1));
			return;
		}
		if (getCompletedTaskCount() == completedBefore) {
			setCorePoolSize(getCorePoolSize() + 1);
		}
		watch();
	}

}
