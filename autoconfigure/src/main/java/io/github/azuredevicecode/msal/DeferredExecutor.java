package io.github.azuredevicecode.msal;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps what it is given until it is told to run it on the caller's thread. MSAL4J starts
 * a task before it has stored the future that the task looks at, so it cannot be given an
 * executor that runs at once; and since it never waits for the network here, it needs no
 * thread of its own.
 */
final class DeferredExecutor extends AbstractExecutorService {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	@Override
	public void execute(Runnable task) {
		this.tasks.add(task);
	}

	void runAll() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

	@Override
	public void shutdown() {
		this.tasks.clear();
	}

	@Override
	public List<Runnable> shutdownNow() {
		List<Runnable> pending = List.copyOf(this.tasks);
		this.tasks.clear();
		return pending;
	}

	@Override
	public boolean isShutdown() {
		return false;
	}

	@Override
	public boolean isTerminated() {
		return false;
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) {
		return false;
	}

}
