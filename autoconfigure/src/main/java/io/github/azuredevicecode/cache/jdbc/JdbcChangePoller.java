package io.github.azuredevicecode.cache.jdbc;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azuredevicecode.cache.support.ChangeWatcher;

/**
 * Watcher that queries the database at an interval. Thread safe.
 */
final class JdbcChangePoller extends ChangeWatcher<String> {

	private static final Duration BUSY_INTERVAL = Duration.ofMillis(200);

	private final JdbcLoginStorage storage;

	private final Map<String, String> seen = new ConcurrentHashMap<>();

	JdbcChangePoller(JdbcLoginStorage storage, Duration interval) {
		super("azure-device-code-jdbc-watch", Duration.ZERO, interval, BUSY_INTERVAL);
		this.storage = storage;
	}

	@Override
	protected void onWatch(String id) {
		// The next look finds a change
		this.seen.remove(id);
	}

	@Override
	protected void look() {
		Set<String> ids = watched();
		this.seen.keySet().retainAll(ids);
		if (!ids.isEmpty()) {
			Map<String, String> states = this.storage.states(ids);
			ids.forEach((id) -> compare(id, states.getOrDefault(id, "")));
		}
	}

	private void compare(String id, String state) {
		if (!state.equals(this.seen.put(id, state))) {
			changed(id);
		}
	}

}
