package io.github.azuredevicecode.cache;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * One daemon thread, which exists once there is something to do, and takes on nothing
 * after it was shut down.
 */
final class WatchThread extends ScheduledThreadPoolExecutor {

	WatchThread(String name) {
		super(1, threads(name), new ThreadPoolExecutor.DiscardPolicy());
		setRemoveOnCancelPolicy(true);
	}

	private static CustomizableThreadFactory threads(String name) {
		CustomizableThreadFactory threads = new CustomizableThreadFactory(name);
		threads.setDaemon(true);
		return threads;
	}

}
