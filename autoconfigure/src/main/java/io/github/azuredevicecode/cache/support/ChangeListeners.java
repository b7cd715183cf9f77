package io.github.azuredevicecode.cache.support;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.azuredevicecode.TokenCache;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners for changes of each login. Thread safe.
 *
 * @param <K> the type of the names of logins
 */
final class ChangeListeners<K> {

	private static final Logger logger = LoggerFactory.getLogger(ChangeListeners.class);

	private final Map<K, List<Runnable>> listeners = new ConcurrentHashMap<>();

	TokenCache.Watch add(K id, Runnable onChange) {
		// An object of its own, since the same callee may watch more than once
		Runnable listener = () -> call(onChange);
		this.listeners.compute(id, (name, list) -> {
			List<Runnable> all = (list != null) ? list : new CopyOnWriteArrayList<>();
			all.add(listener);
			return all;
		});
		return () -> this.listeners.computeIfPresent(id, (name, list) -> {
			list.remove(listener);
			return list.isEmpty() ? null : list;
		});
	}

	Set<K> ids() {
		return Set.copyOf(this.listeners.keySet());
	}

	void call(K id) {
		this.listeners.getOrDefault(id, List.of()).forEach(Runnable::run);
	}

	private static void call(Runnable onChange) {
		try {
			onChange.run();
		}
		catch (Throwable ex) {
			logger.warn("A listener for changes of a login failed; the others are called nevertheless", ex);
		}
	}

}
