package io.github.azuredevicecode.cache.support;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Base class that watches a store for changes of logins. Its one daemon thread starts
 * with the first watch, looks at the store at an interval and calls the listeners. For a
 * while after a change it may look more often, since one change is often followed by
 * another: who signs in is waited for. An outage of the store is logged once and does not
 * end the watching. Thread safe.
 *
 * @param <K> the type of the names that logins have in the store
 * @since 0.1
 */
public abstract class ChangeWatcher<K> implements AutoCloseable {

	// Longer than the time between two polls of a sign-in, each of which is a change
	private static final Duration BUSY = Duration.ofSeconds(10);

	private final Logger logger = LoggerFactory.getLogger(getClass());

	private final ChangeListeners<K> listeners = new ChangeListeners<>();

	private final AtomicBoolean started = new AtomicBoolean();

	private final Duration initialDelay;

	private final Duration interval;

	private final Duration busyInterval;

	private final ScheduledThreadPoolExecutor thread;

	private volatile long busyUntil = System.nanoTime();

	// Of the thread
	private boolean down;

	/**
	 * Creates a watcher. Its thread starts with the first watch.
	 * @param threadName the name of the thread
	 * @param initialDelay the time from the first watch to the first look
	 * @param interval the time between two looks, a millisecond or more
	 * @throws IllegalArgumentException if the interval is shorter
	 */
	protected ChangeWatcher(String threadName, Duration initialDelay, Duration interval) {
		this(threadName, initialDelay, interval, interval);
	}

	/**
	 * Creates a watcher that looks more often after a change. Its thread starts with the
	 * first watch.
	 * @param threadName the name of the thread
	 * @param initialDelay the time from the first watch to the first look
	 * @param interval the time between two looks, a millisecond or more
	 * @param busyInterval the time between two looks for a while after a change; a longer
	 * one than the interval has no effect
	 * @throws IllegalArgumentException if the interval is shorter
	 */
	protected ChangeWatcher(String threadName, Duration initialDelay, Duration interval, Duration busyInterval) {
		if (interval.toMillis() < 1) {
			throw new IllegalArgumentException("The watch interval must be at least 1 ms, but is " + interval);
		}
		this.initialDelay = initialDelay;
		this.interval = interval;
		this.busyInterval = (busyInterval.compareTo(interval) < 0) ? busyInterval : interval;
		// What comes after the end is discarded, since a store works on when it is closed
		this.thread = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, threadName);
			thread.setDaemon(true);
			return thread;
		}, new ThreadPoolExecutor.DiscardPolicy());
	}

	/**
	 * Watches a login.
	 * @param id the name of the login in the store
	 * @param onChange the listener to call
	 * @return the watch, to be closed
	 */
	public final TokenCache.Watch watch(K id, Runnable onChange) {
		TokenCache.Watch watch = this.listeners.add(id, onChange);
		onWatch(id);
		if (this.started.compareAndSet(false, true)) {
			lookAfter(this.initialDelay);
		}
		return watch;
	}

	private void lookAfter(Duration delay) {
		this.thread.schedule(() -> {
			lookOnce();
			lookAfter((System.nanoTime() - this.busyUntil < 0) ? this.busyInterval : this.interval);
		}, delay.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void lookOnce() {
		try {
			look();
			if (this.down) {
				this.logger.info("Receiving changes from other replicas again");
			}
			this.down = false;
		}
		catch (TokenCacheException ex) {
			if (begins()) {
				this.logger.warn("Cannot receive changes from other replicas; retrying every {} ms: {}",
						this.interval.toMillis(), ex.getMessage());
				this.logger.debug("Cannot receive changes from other replicas", ex);
			}
		}
		// Of any kind, since it would end the watching
		catch (Throwable ex) {
			if (begins()) {
				this.logger.warn("Cannot receive changes from other replicas; retrying every {} ms",
						this.interval.toMillis(), ex);
			}
		}
	}

	private boolean begins() {
		boolean begins = !this.down && !isClosed();
		this.down = true;
		return begins;
	}

	/**
	 * Looks at the store and calls {@link #changed} for each login that may have changed.
	 * Runs on the thread of the watcher, and throws a {@link TokenCacheException} if the
	 * store cannot be reached.
	 */
	protected abstract void look();

	/**
	 * Prepares for a login that is watched from now on, which may have changed after it
	 * was loaded and before this call.
	 * @param id the name of the login in the store
	 */
	protected abstract void onWatch(K id);

	/**
	 * Returns the names of the watched logins.
	 * @return the names
	 */
	protected final Set<K> watched() {
		return this.listeners.ids();
	}

	/**
	 * Calls the listeners of a login.
	 * @param id the name of the login in the store
	 */
	protected final void changed(K id) {
		this.busyUntil = System.nanoTime() + BUSY.toNanos();
		this.listeners.call(id);
	}

	/**
	 * Returns the thread of the watcher, for work besides the looks.
	 * @return an executor that discards what it is given after the watcher was closed
	 */
	protected final Executor executor() {
		return this.thread;
	}

	/**
	 * Returns whether the watcher was closed.
	 * @return whether it was closed
	 */
	protected final boolean isClosed() {
		return this.thread.isShutdown();
	}

	/**
	 * Ends all watches.
	 */
	@Override
	public void close() {
		this.thread.shutdownNow();
	}

}
