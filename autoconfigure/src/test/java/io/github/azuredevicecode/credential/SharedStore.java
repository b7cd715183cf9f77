package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.InMemoryTokenCache;

/**
 * A store that several credentials share as replicas do, each with a view of its own:
 * with a clock that a test moves, and changes that others hear of when a test says so.
 */
final class SharedStore {

	private TokenCache logins = new InMemoryTokenCache();

	private final List<View> views = new ArrayList<>();

	private Instant now = Instant.now();

	private boolean down;

	private boolean readOnly;

	private int accesses;

	private Runnable beforeReplace = () -> {
	};

	View view() {
		View view = new View();
		this.views.add(view);
		return view;
	}

	void advance(Duration by) {
		this.now = this.now.plus(by);
	}

	void down(boolean down) {
		this.down = down;
	}

	void readOnly(boolean readOnly) {
		this.readOnly = readOnly;
	}

	void empty() {
		this.logins = new InMemoryTokenCache();
		this.views.forEach((view) -> view.changed = true);
	}

	/**
	 * Puts an earlier state of a login back, as a restored backup does.
	 * @param key the key of the login
	 * @param login the state
	 */
	void restore(CachedLoginKey key, CachedLogin login) {
		empty();
		this.logins.replace(key, CachedLogin.NONE, login);
	}

	CachedLogin stored(CachedLoginKey key) {
		return this.logins.load(key);
	}

	int accesses() {
		return this.accesses;
	}

	/**
	 * Let all replicas look at the store just before it is written to next.
	 */
	void lookBeforeReplace() {
		this.beforeReplace = () -> {
			this.beforeReplace = () -> {
			};
			this.views.forEach((view) -> List.copyOf(view.watchers).forEach(Runnable::run));
		};
	}

	/**
	 * Let each replica hear of what the others have done.
	 */
	void tell() {
		for (View view : this.views) {
			if (view.changed) {
				view.changed = false;
				List.copyOf(view.watchers).forEach(Runnable::run);
			}
		}
	}

	final class View implements TokenCache {

		private final List<Runnable> watchers = new ArrayList<>();

		private boolean changed;

		private int loads;

		int loads() {
			return this.loads;
		}

		int watchers() {
			return this.watchers.size();
		}

		@Override
		public CachedLogin load(CachedLoginKey key) {
			requireUp();
			this.loads++;
			return SharedStore.this.logins.load(key);
		}

		@Override
		public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
			requireUp();
			SharedStore.this.beforeReplace.run();
			if (SharedStore.this.readOnly) {
				throw new TokenCacheException("The store is read-only", null);
			}
			boolean replaced = SharedStore.this.logins.replace(key, expected, next);
			if (replaced) {
				SharedStore.this.views.stream().filter((view) -> view != this).forEach((view) -> view.changed = true);
			}
			return replaced;
		}

		@Override
		public Instant now() {
			requireUp();
			return SharedStore.this.now;
		}

		@Override
		public Watch watch(CachedLoginKey key, Runnable onChange) {
			this.watchers.add(onChange);
			return () -> this.watchers.remove(onChange);
		}

		private void requireUp() {
			SharedStore.this.accesses++;
			if (SharedStore.this.down) {
				throw new TokenCacheException("The store is down", null);
			}
		}

	}

}
