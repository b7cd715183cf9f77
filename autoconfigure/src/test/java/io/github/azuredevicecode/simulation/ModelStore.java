package io.github.azuredevicecode.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import org.jspecify.annotations.Nullable;

/**
 * A store that replicas share, with all that can happen to one.
 */
final class ModelStore {

	private static final Pattern GRANT = Pattern.compile("rt-g(\\d+)-(\\d+)");

	private static final long RECONNECT_NANOS = 30_000_000_000L;

	private final World world;

	private final SplittableRandom random;

	private final Map<CachedLoginKey, Entry> entries = new LinkedHashMap<>();

	private final List<Map.Entry<CachedLoginKey, Entry>> history = new ArrayList<>();

	private final List<View> views = new ArrayList<>();

	private final Map<Trouble, Long> troubles = new HashMap<>();

	private final Map<Integer, Long> partitions = new HashMap<>();

	private long clockOffsetMillis;

	private long foreignUntil;

	private boolean foreign;

	ModelStore(World world, SplittableRandom random) {
		this.world = world;
		this.random = random;
	}

	View view(Replica replica) {
		View view = new View(replica);
		this.views.add(view);
		return view;
	}

	private long now() {
		return this.world.millis();
	}

	private boolean has(Trouble trouble) {
		return now() < this.troubles.getOrDefault(trouble, 0L);
	}

	void trouble(Trouble trouble, long millis) {
		this.troubles.merge(trouble, now() + millis, Math::max);
		this.world.scheduler().at(millis * 1_000_000, null, this::recovered);
	}

	void partition(int replica, long millis) {
		this.partitions.merge(replica, now() + millis, Math::max);
		this.world.scheduler().at(millis * 1_000_000, null, this::recovered);
	}

	// Watchers connect again at a time of their own
	private void recovered() {
		for (View view : this.views) {
			this.world.scheduler().at(this.random.nextLong(RECONNECT_NANOS), null, view::changed);
		}
	}

	void jump(long seconds) {
		this.clockOffsetMillis += seconds * 1000;
	}

	/**
	 * Returns since when a replica could use the store without any trouble.
	 * @param replica the replica
	 * @return the time, {@link Long#MAX_VALUE} if it cannot now
	 */
	long healthySince(int replica) {
		long since = Math.max(this.foreignUntil, this.partitions.getOrDefault(replica, 0L));
		for (long until : this.troubles.values()) {
			since = Math.max(since, until);
		}
		return (since > now()) ? Long.MAX_VALUE : since;
	}

	void heal() {
		this.troubles.replaceAll((trouble, until) -> Math.min(until, now()));
		this.partitions.replaceAll((replica, until) -> Math.min(until, now()));
		if (this.foreignUntil > now()) {
			removeForeign();
		}
		recovered();
	}

	void empty() {
		this.entries.clear();
		this.world.invariants().emptied();
		this.world.invariants().note("the store is emptied");
		operatorIsHeard();
	}

	void restore(long writesAgo) {
		int index = this.history.size() - 1 - (int) writesAgo;
		if (index < 0) {
			return;
		}
		Map.Entry<CachedLoginKey, Entry> old = this.history.get(index);
		this.entries.put(old.getKey(), old.getValue().restored(now()));
		this.world.invariants().note("the store is set back to version " + old.getValue().login().version());
		this.world.invariants().restored(old.getValue().grant());
		operatorIsHeard();
	}

	void foreign(long millis) {
		this.foreign = true;
		this.foreignUntil = Math.max(this.foreignUntil, now() + millis);
		this.world.invariants().emptied();
		this.world.invariants().note("a value of another key is stored");
		this.world.scheduler().at(millis * 1_000_000, null, () -> {
			if (this.foreign && this.foreignUntil <= now()) {
				removeForeign();
			}
		});
		operatorIsHeard();
	}

	private void removeForeign() {
		this.foreign = false;
		this.foreignUntil = now();
		this.entries.clear();
		this.world.invariants().emptied();
		this.world.invariants().note("the value of another key is deleted");
		operatorIsHeard();
	}

	private void operatorIsHeard() {
		if (this.world.setting().operatorIsHeard()) {
			notifyAllOfThem();
		}
	}

	void notifyAllOfThem() {
		this.views.forEach(View::changed);
	}

	/**
	 * Returns the login in the store.
	 * @return what is stored in the mode that the replicas use
	 */
	@Nullable Entry current() {
		for (Map.Entry<CachedLoginKey, Entry> entry : this.entries.entrySet()) {
			if (!entry.getKey().mode().isCae() && now() >= this.foreignUntil) {
				return entry.getValue();
			}
		}
		return null;
	}

	int watches() {
		return this.views.stream()
			.filter((view) -> !view.replica.isKilled())
			.mapToInt((view) -> view.watchers.size())
			.sum();
	}

	static int grantIn(CachedLogin login) {
		Matcher matcher = GRANT.matcher(login.tokenCache());
		return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
	}

	static int serialIn(CachedLogin login) {
		Matcher matcher = GRANT.matcher(login.tokenCache());
		return matcher.find() ? Integer.parseInt(matcher.group(2)) : 0;
	}

	/**
	 * What can be wrong with a store for a while.
	 */
	enum Trouble {

		DOWN, HANG, READ_ONLY, SLOW, LOSES_ANSWERS

	}

	/**
	 * A value.
	 *
	 * @param login the login
	 * @param grant whose tokens it has, or 0
	 * @param grantSince since when the store has them
	 * @param isRestored whether an operator has put it back
	 */
	record Entry(CachedLogin login, int grant, long grantSince, boolean isRestored) {

		Entry restored(long now) {
			return new Entry(this.login, this.grant, now, true);
		}

	}

	/**
	 * The store as one process has it.
	 */
	final class View implements TokenCache {

		private final Replica replica;

		private final List<Runnable> watchers = new ArrayList<>();

		private View(Replica replica) {
			this.replica = replica;
		}

		@Override
		public CachedLogin load(CachedLoginKey key) {
			Invariants invariants = ModelStore.this.world.invariants();
			Invariants.@Nullable Seen[] seen = new Invariants.Seen[1];
			CachedLogin login = access("load", () -> {
				Entry entry = isForeign() ? null : ModelStore.this.entries.get(key);
				if (!key.mode().isCae() && !isForeign()) {
					seen[0] = invariants.reads(this.replica, entry);
				}
				return (entry != null) ? entry.login() : CachedLogin.NONE;
			});
			if (seen[0] != null) {
				invariants.hasRead(this.replica, seen[0]);
			}
			return login;
		}

		@Override
		public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
			return access("replace", () -> {
				if (isForeign()) {
					throw new TokenCacheException("The stored value is encrypted with another key", null);
				}
				Entry entry = ModelStore.this.entries.get(key);
				long version = ((entry != null) ? entry.login() : CachedLogin.NONE).version();
				if (version != expected.version()) {
					return false;
				}
				// Real stores read before they write, and do not write then
				if (has(Trouble.READ_ONLY)) {
					throw new TokenCacheException("The store is read-only", null);
				}
				int grant = grantIn(next);
				boolean same = entry != null && entry.grant() == grant;
				Entry written = new Entry(next, grant, same ? entry.grantSince() : ModelStore.this.now(),
						same && entry.isRestored());
				ModelStore.this.entries.put(key, written);
				ModelStore.this.history.add(Map.entry(key, written));
				if (!key.mode().isCae()) {
					ModelStore.this.world.invariants().written(this.replica, entry, written);
				}
				ModelStore.this.views.forEach(View::changed);
				return true;
			});
		}

		private boolean isForeign() {
			return ModelStore.this.now() < ModelStore.this.foreignUntil;
		}

		@Override
		public Instant now() {
			return access("now",
					() -> World.START.plusMillis(ModelStore.this.now() + ModelStore.this.clockOffsetMillis));
		}

		@Override
		public Watch watch(CachedLoginKey key, Runnable onChange) {
			ModelStore.this.world.scheduler().yieldPoint();
			Runnable watcher = () -> onChange.run();
			this.watchers.add(watcher);
			return () -> this.watchers.remove(watcher);
		}

		private void changed() {
			ModelStore store = ModelStore.this;
			if (!isReachable() || this.replica.isKilled()) {
				return;
			}
			int times = (store.random.nextInt(8) == 0) ? 2 : 1;
			for (Runnable watcher : List.copyOf(this.watchers)) {
				for (int i = 0; i < times; i++) {
					store.world.scheduler()
						.at(store.random.nextLong(store.world.setting().notifyMillis() + 1) * 1_000_000, this.replica,
								() -> tell(watcher));
				}
			}
		}

		private void tell(Runnable watcher) {
			if (this.watchers.contains(watcher)) {
				ModelStore.this.world.invariants().notified(this.replica);
				ModelStore.this.world.scheduler().start(this.replica, "notification", watcher);
			}
		}

		private boolean isReachable() {
			return !has(Trouble.DOWN)
					&& ModelStore.this.now() >= ModelStore.this.partitions.getOrDefault(this.replica.index(), 0L);
		}

		private <T> T access(String what, Supplier<T> effect) {
			ModelStore store = ModelStore.this;
			Scheduler scheduler = store.world.scheduler();
			store.world.invariants().storeAccess(this.replica, what);
			scheduler.yieldPoint();
			reach();
			scheduler.sleep(latency());
			reach();
			T result = effect.get();
			scheduler.yieldPoint();
			scheduler.sleep(latency());
			if (!isReachable() || has(Trouble.LOSES_ANSWERS) && store.random.nextBoolean()) {
				throw new TokenCacheException("The answer of the store was lost", null);
			}
			return result;
		}

		private void reach() {
			ModelStore store = ModelStore.this;
			if (!isReachable()) {
				throw new TokenCacheException("The store is down", null);
			}
			if (has(Trouble.HANG)) {
				long patience = store.world.setting().clientTimeoutSeconds() * 1_000_000_000L;
				if (!store.world.scheduler().waitFor(() -> !has(Trouble.HANG), patience)) {
					throw new TokenCacheException("The store has not answered in time", null);
				}
			}
		}

		private long latency() {
			ModelStore store = ModelStore.this;
			if (has(Trouble.SLOW)) {
				return store.random.nextLong(3_000_000_000L);
			}
			int most = store.world.setting().storeMillis();
			return (most > 0) ? store.random.nextLong(most * 500_000L) : 0;
		}

	}

}
