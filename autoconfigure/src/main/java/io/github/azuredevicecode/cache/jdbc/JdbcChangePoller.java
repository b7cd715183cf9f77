package io.github.azuredevicecode.cache.jdbc;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.cache.support.ChangeListeners;
import io.github.azuredevicecode.cache.support.ChangeThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks at an interval whether watched logins have changed. Thread safe.
 */
final class JdbcChangePoller implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(JdbcChangePoller.class);

	private final JdbcLoginStorage stored;

	private final Duration interval;

	private final ChangeListeners watchers = new ChangeListeners();

	private final Map<String, String> seen = new ConcurrentHashMap<>();

	private final ChangeThread thread = new ChangeThread("azure-device-code-jdbc-watch");

	private final AtomicBoolean started = new AtomicBoolean();

	// Of the watch thread
	private boolean down;

	JdbcChangePoller(JdbcLoginStorage stored, Duration interval) {
		this.stored = stored;
		this.interval = interval;
	}

	TokenCache.Watch watch(String id, Runnable onChange) {
		TokenCache.Watch watch = this.watchers.add(id, onChange);
		// The next round calls, in case of a change after the login was loaded and before
		// it was watched
		this.seen.remove(id);
		if (this.started.compareAndSet(false, true)) {
			this.thread.scheduleWithFixedDelay(this::poll, 0, this.interval.toMillis(), TimeUnit.MILLISECONDS);
		}
		return watch;
	}

	private void poll() {
		Set<String> ids = this.watchers.ids();
		this.seen.keySet().retainAll(ids);
		if (ids.isEmpty()) {
			return;
		}
		try {
			Map<String, String> states = this.stored.states(ids);
			if (this.down) {
				logger.info("The database of the logins can be used again");
			}
			this.down = false;
			ids.forEach((id) -> compare(id, states.getOrDefault(id, "")));
		}
		// Of any kind, since it would end the polling
		catch (RuntimeException ex) {
			if (!this.down && !this.thread.isShutdown()) {
				logger.warn("Changes of logins by others are not heard of for now; this is tried again every "
						+ this.interval.toMillis() + " ms", ex);
			}
			this.down = true;
		}
	}

	private void compare(String id, String state) {
		if (!state.equals(this.seen.put(id, state))) {
			this.watchers.call(id);
		}
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

}
