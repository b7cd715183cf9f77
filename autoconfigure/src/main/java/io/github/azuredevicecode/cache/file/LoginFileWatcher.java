package io.github.azuredevicecode.cache.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.azuredevicecode.TokenCache;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at files from time to time. Not by the operating system's notices, which neither
 * all file systems nor all containers have.
 */
final class LoginFileWatcher implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(FileTokenCache.class);

	private final Duration interval;

	private final Set<Watched> watches = ConcurrentHashMap.newKeySet();

	private @Nullable ScheduledThreadPoolExecutor executor;

	private boolean closed;

	LoginFileWatcher(Duration interval) {
		this.interval = interval;
	}

	TokenCache.Watch watch(Path file, Runnable onChange) {
		Watched watched = new Watched(file, onChange);
		this.watches.add(watched);
		start();
		return () -> this.watches.remove(watched);
	}

	private synchronized void start() {
		if (this.executor == null && !this.closed) {
			this.executor = new ScheduledThreadPoolExecutor(1, LoginFileWatcher::thread);
			this.executor.scheduleWithFixedDelay(this::look, this.interval.toNanos(), this.interval.toNanos(),
					TimeUnit.NANOSECONDS);
		}
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "device-code-login-watch");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Look at all files once.
	 */
	void look() {
		this.watches.forEach(Watched::look);
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.watches.clear();
		if (this.executor != null) {
			this.executor.shutdownNow();
		}
	}

	private static final class Watched {

		private final Path file;

		private final Runnable onChange;

		private @Nullable FileStamp seen;

		private boolean settled;

		Watched(Path file, Runnable onChange) {
			this.file = file;
			this.onChange = onChange;
			this.seen = stamp();
			this.settled = isSettled(this.seen);
		}

		synchronized void look() {
			FileStamp current = stamp();
			// A stamp that was not settled may hide a change, so it counts as one
			boolean changed = !Objects.equals(this.seen, current) || !this.settled;
			this.seen = current;
			this.settled = isSettled(current);
			if (changed) {
				call();
			}
		}

		private static boolean isSettled(@Nullable FileStamp stamp) {
			return stamp == null || stamp.isSettled(Instant.now());
		}

		private @Nullable FileStamp stamp() {
			try {
				return FileStamp.of(this.file);
			}
			catch (IOException ex) {
				// Whoever loads the login is told why
				return null;
			}
		}

		private void call() {
			try {
				this.onChange.run();
			}
			catch (RuntimeException ex) {
				logger.warn("A listener for changes of a login failed", ex);
			}
		}

	}

}
