package io.github.azuredevicecode.cache.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azuredevicecode.cache.support.ChangeWatcher;

/**
 * Watcher that looks at files at an interval. It does not use the notices of the
 * operating system, which neither all file systems nor all containers have.
 */
final class LoginFileWatcher extends ChangeWatcher<Path> {

	private static final Duration BUSY_INTERVAL = Duration.ofMillis(200);

	private static final Object NO_FILE = new Object();

	private final Map<Path, Object> seen = new ConcurrentHashMap<>();

	LoginFileWatcher(Duration interval) {
		super("device-code-login-watch", interval, interval, BUSY_INTERVAL);
	}

	@Override
	protected void onWatch(Path file) {
		this.seen.computeIfAbsent(file, LoginFileWatcher::state);
	}

	@Override
	protected void look() {
		Set<Path> files = watched();
		this.seen.keySet().retainAll(files);
		files.forEach((file) -> compare(file, state(file)));
	}

	private void compare(Path file, Object state) {
		if (!state.equals(this.seen.put(file, state))) {
			changed(file);
		}
	}

	// A stamp that is not settled may hide a change, so it differs from all others
	private static Object state(Path file) {
		try {
			FileStamp stamp = FileStamp.of(file);
			if (stamp == null) {
				return NO_FILE;
			}
			return stamp.isSettled(Instant.now()) ? stamp : new Object();
		}
		catch (IOException ex) {
			// The next load of the login reports the reason
			return NO_FILE;
		}
	}

}
