package io.github.azuredevicecode.msal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.azuredevicecode.cache.InMemoryLoginStore;
import io.github.azuredevicecode.cache.Login;
import io.github.azuredevicecode.cache.LoginKey;
import io.github.azuredevicecode.cache.LoginStore;
import io.github.azuredevicecode.cache.LoginStoreException;

/**
 * A store that several credentials share as replicas do, each with a view of its own:
 * with a clock that a test moves, and changes that others hear of when a test says so.
 */
final class SharedStore {

	private final LoginStore logins = new InMemoryLoginStore();

	private final List<View> views = new ArrayList<>();

	private Instant now = Instant.now();

	private boolean down;

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

	final class View implements LoginStore {

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
		public Login load(LoginKey key) {
			requireUp();
			this.loads++;
			return SharedStore.this.logins.load(key);
		}

		@Override
		public boolean replace(LoginKey key, Login expected, Login next) {
			requireUp();
			SharedStore.this.beforeReplace.run();
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
		public Watch watch(LoginKey key, Runnable onChange) {
			this.watchers.add(onChange);
			return () -> this.watchers.remove(onChange);
		}

		private void requireUp() {
			if (SharedStore.this.down) {
				throw new LoginStoreException("The store is down", null);
			}
		}

	}

}
