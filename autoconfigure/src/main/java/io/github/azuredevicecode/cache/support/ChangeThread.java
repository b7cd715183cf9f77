package io.github.azuredevicecode.cache.support;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * One daemon thread, which exists once there is something to do, and takes on nothing
 * after it was shut down.
 */
public final class ChangeThread extends ScheduledThreadPoolExecutor {

	public ChangeThread(String name) {
		super(1, (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		}, new ThreadPoolExecutor.DiscardPolicy());
	}

}
