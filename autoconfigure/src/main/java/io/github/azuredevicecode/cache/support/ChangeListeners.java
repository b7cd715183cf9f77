package io.github.azuredevicecode.cache.support;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.azuredevicecode.TokenCache;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who wants to hear of changes of which login. Thread safe.
 */
public final class ChangeListeners {

	private static final Logger logger = LoggerFactory.getLogger(ChangeListeners.class);

	private final Map<String, List<Runnable>> watchers = new ConcurrentHashMap<>();

	public TokenCache.Watch add(String id, Runnable onChange) {
		// An object of its own, since the same callee may watch more than once
		Runnable watcher = () -> call(onChange);
		this.watchers.compute(id, (name, list) -> {
			List<Runnable> all = (list != null) ? list : new CopyOnWriteArrayList<>();
			all.add(watcher);
			return all;
		});
		return () -> this.watchers.computeIfPresent(id, (name, list) -> {
			list.remove(watcher);
			return list.isEmpty() ? null : list;
		});
	}

	public Set<String> ids() {
		return Set.copyOf(this.watchers.keySet());
	}

	public void call(String id) {
		this.watchers.getOrDefault(id, List.of()).forEach(Runnable::run);
	}

	public void callAll() {
		this.watchers.values().stream().flatMap(Collection::stream).forEach(Runnable::run);
	}

	private void call(Runnable onChange) {
		try {
			onChange.run();
		}
		catch (RuntimeException ex) {
			logger.warn("A watcher of logins failed; the others are called nevertheless", ex);
		}
	}

}
