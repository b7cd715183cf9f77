package io.github.azuredevicecode.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps logins for the life of the process.
 */
public final class InMemoryLoginStore implements LoginStore {

	private final Map<LoginKey, Login> logins = new ConcurrentHashMap<>();

	@Override
	public Login load(LoginKey key) {
		return this.logins.getOrDefault(key, Login.NONE);
	}

	@Override
	public boolean isShared() {
		return false;
	}

	@Override
	public boolean replace(LoginKey key, Login expected, Login next) {
		return this.logins.compute(key, (name, current) -> {
			long version = (current != null) ? current.version() : Login.NONE.version();
			return (version == expected.version()) ? next : current;
		}) == next;
	}

}
