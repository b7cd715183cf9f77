package io.github.azuredevicecode.cache;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * One daemon thread, which exists once there is something to do, and takes on nothing
 * after it was shut down.
 */
final class WatchThread extends ScheduledThreadPoolExecutor {

	WatchThread(String name) {
		super(1, (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		}, new ThreadPoolExecutor.DiscardPolicy());
	}

}
