package io.github.azuredevicecode.simulation;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.UnreadableLoginException;
import io.github.azuredevicecode.cache.support.ChangeWatcher;
import io.github.azuredevicecode.cache.support.LoginStorage;
import io.github.azuredevicecode.cache.support.StorageTokenCache;
import io.github.azuredevicecode.cache.support.StoredEntry;
import org.jspecify.annotations.Nullable;

/**
 * A store that replicas share, with all that can happen to one, below the real
 * {@link StorageTokenCache}.
 */
final class ModelStore {

	private static final Pattern GRANT = Pattern.compile("rt-g(\\d+)-(\\d+)");

	private static final long RECONNECT_NANOS = 30_000_000_000L;

	private static final int RIGHT_KEY = 0;

	private static final int FOREIGN_KEY = 99;

	private static final Duration NEVER = Duration.ofDays(1);

	private final World world;

	private final SplittableRandom random;

	private final Map<String, Entry> entries = new LinkedHashMap<>();

	private final List<Map.Entry<String, Entry>> history = new ArrayList<>();

	// What is encrypted: bytes name a key and a place in here
	private final List<CachedLogin> encoded = new ArrayList<>();

	private final List<View> views = new ArrayList<>();

	private final Map<Trouble, Long> troubles = new HashMap<>();

	private final Map<Integer, Long> partitions = new HashMap<>();

	private long clockOffsetMillis;

	private final Map<Integer, Long> wrongKeys = new HashMap<>();

	private long unreadableUntil;

	private long foreignUntil;

	private int stamps;

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
		if (this.entries.values().stream().anyMatch((entry) -> entry.keyId() != RIGHT_KEY)) {
			return Long.MAX_VALUE;
		}
		long since = Math.max(Math.max(this.foreignUntil, this.unreadableUntil),
				Math.max(this.wrongKeys.getOrDefault(replica, 0L), this.partitions.getOrDefault(replica, 0L)));
		for (long until : this.troubles.values()) {
			since = Math.max(since, until);
		}
		return (since > now()) ? Long.MAX_VALUE : since;
	}

	void heal() {
		this.troubles.replaceAll((trouble, until) -> Math.min(until, now()));
		this.partitions.replaceAll((replica, until) -> Math.min(until, now()));
		this.wrongKeys.replaceAll((replica, until) -> Math.min(until, now()));
		if (this.foreignUntil > now()) {
			removeForeign();
		}
		removeUnreadable();
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
		Map.Entry<String, Entry> old = this.history.get(index);
		this.entries.put(old.getKey(), old.getValue().restored(now(), ++this.stamps));
		this.world.invariants().note("the store is set back to version " + old.getValue().login().version());
		this.world.invariants().restored(old.getValue().grant());
		operatorIsHeard();
	}

	// What a process puts back may be older than what another knows
	private boolean isSurpassed(CachedLogin login) {
		return this.history.stream()
			.map((written) -> written.getValue().login())
			.anyMatch((written) -> written.lineage().equals(login.lineage())
					&& written.generation() > login.generation());
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

	/**
	 * Gives one process a key that the others do not have.
	 * @param replica the process
	 * @param millis for how long
	 */
	void wrongKey(int replica, long millis) {
		this.wrongKeys.merge(replica, now() + millis, Math::max);
		this.world.scheduler().at(millis * 1_000_000, null, () -> {
			removeUnreadable();
			recovered();
		});
	}

	// What the process with the wrong key has written
	private void removeUnreadable() {
		boolean removed = this.entries.values()
			.removeIf((entry) -> entry.keyId() != RIGHT_KEY && !isWrong(entry.keyId() - 1));
		if (removed) {
			this.unreadableUntil = now();
			this.world.invariants().emptied();
			this.world.invariants().note("what was encrypted with a wrong key is deleted");
			operatorIsHeard();
		}
	}

	private boolean isWrong(int replica) {
		return now() < this.wrongKeys.getOrDefault(replica, 0L);
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
		return this.entries.values()
			.stream()
			.filter((entry) -> !entry.isCae() && entry.keyId() == RIGHT_KEY && now() >= this.foreignUntil)
			.findFirst()
			.orElse(null);
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
	 * @param grantSince since when the store has these tokens
	 * @param isRestored whether an operator has put it back, or it was put back over one
	 * that an operator has
	 * @param isCae whether it is the login of the other mode, which nobody here uses
	 * @param stamp differs between any two values
	 * @param data what is stored
	 */
	record Entry(CachedLogin login, int grant, long grantSince, boolean isRestored, boolean isCae, int stamp,
			byte[] data) {

		Entry restored(long now, int stamp) {
			return new Entry(this.login, this.grant, now, true, this.isCae, stamp, this.data);
		}

		int keyId() {
			return this.data[0];
		}

		StoredEntry stored(boolean foreign) {
			byte[] bytes = this.data.clone();
			bytes[0] = foreign ? FOREIGN_KEY : bytes[0];
			return new StoredEntry(this.login.version(), Integer.toString(this.stamp), bytes);
		}

	}

	/**
	 * The store as one process has it.
	 */
	final class View implements TokenCache {

		private final Replica replica;

		private final List<Runnable> watchers = new ArrayList<>();

		private final Protocol protocol = new Protocol(new Storage(), new Codec());

		// Whose reads tell a process who is signed in
		private final ThreadLocal<Invariants.@Nullable Seen[]> seen = new ThreadLocal<>();

		private View(Replica replica) {
			this.replica = replica;
		}

		@Override
		public CachedLogin load(CachedLoginKey key) {
			Invariants invariants = ModelStore.this.world.invariants();
			invariants.storeAccess(this.replica, "load");
			Invariants.@Nullable Seen[] seen = new Invariants.Seen[1];
			this.seen.set(key.mode().isCae() ? null : seen);
			try {
				CachedLogin login = this.protocol.load(key);
				if (seen[0] != null) {
					invariants.hasRead(this.replica, seen[0]);
				}
				return login;
			}
			finally {
				this.seen.remove();
			}
		}

		@Override
		public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
			ModelStore.this.world.invariants().storeAccess(this.replica, "replace");
			return this.protocol.replace(key, expected, next);
		}

		private int keyId() {
			return isWrong(this.replica.index()) ? this.replica.index() + 1 : RIGHT_KEY;
		}

		@Override
		public Instant now() {
			ModelStore.this.world.invariants().storeAccess(this.replica, "now");
			return access(() -> World.START.plusMillis(ModelStore.this.now() + ModelStore.this.clockOffsetMillis));
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

		private <T extends @Nullable Object> T access(Supplier<T> effect) {
			ModelStore store = ModelStore.this;
			Scheduler scheduler = store.world.scheduler();
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

		/**
		 * The bytes in the store, as this process gets them.
		 */
		private final class Storage implements LoginStorage {

			@Override
			public @Nullable StoredEntry read(String id) {
				ModelStore store = ModelStore.this;
				return access(() -> {
					Entry entry = store.entries.get(id);
					boolean foreign = store.now() < store.foreignUntil;
					Invariants.@Nullable Seen[] seen = View.this.seen.get();
					if (seen != null && !foreign && (entry == null || entry.keyId() == keyId())) {
						seen[0] = store.world.invariants().reads(View.this.replica, entry);
					}
					return (entry != null) ? entry.stored(foreign)
							: foreign ? new StoredEntry(1, "foreign", new byte[] { FOREIGN_KEY, 0, 0, 0, 0 }) : null;
				});
			}

			@Override
			public boolean write(String id, @Nullable StoredEntry expected, long version, byte[] data) {
				ModelStore store = ModelStore.this;
				return access(() -> {
					Entry entry = store.entries.get(id);
					String stamp = (entry != null) ? Integer.toString(entry.stamp()) : null;
					boolean current = Objects.equals(stamp, (expected != null) ? expected.stamp() : null);
					if (!current || store.now() < store.foreignUntil) {
						return false;
					}
					// Real stores do not write then
					if (has(Trouble.READ_ONLY)) {
						throw new TokenCacheException("The store is read-only", null);
					}
					CachedLogin next = store.encoded.get(ByteBuffer.wrap(data).getInt(1));
					int grant = grantIn(next);
					boolean same = entry != null && entry.grant() == grant;
					boolean unchanged = same && serialIn(entry.login()) == serialIn(next);
					boolean restored = entry != null && entry.isRestored() && (same || store.isSurpassed(next));
					boolean cae = data[5] != 0;
					Entry written = new Entry(next, grant, unchanged ? entry.grantSince() : store.now(), restored, cae,
							++store.stamps, data);
					store.entries.put(id, written);
					store.history.add(Map.entry(id, written));
					if (!cae) {
						store.world.invariants().written(View.this.replica, entry, written);
					}
					store.views.forEach(View::changed);
					return true;
				});
			}

			@Override
			public @Nullable String setAside(String id, StoredEntry unreadable) {
				ModelStore store = ModelStore.this;
				return access(() -> {
					store.world.invariants().note(View.this.replica + " sets a value aside");
					store.entries.remove(id);
					store.views.forEach(View::changed);
					return "aside";
				});
			}

			@Override
			public Instant now() {
				return View.this.now();
			}

		}

		/**
		 * Encrypts, as it were: bytes can be read by who has their key.
		 */
		private final class Codec implements LoginCodec {

			@Override
			public byte[] encode(CachedLoginKey key, CachedLogin login) {
				ModelStore.this.encoded.add(login);
				return ByteBuffer.allocate(6)
					.put((byte) keyId())
					.putInt(ModelStore.this.encoded.size() - 1)
					.put((byte) (key.mode().isCae() ? 1 : 0))
					.array();
			}

			@Override
			public CachedLogin decode(CachedLoginKey key, byte[] bytes) throws UnreadableLoginException {
				if (bytes[0] != keyId()) {
					throw new UnreadableLoginException("The stored login was written with another key",
							UnreadableLoginException.Kind.UNKNOWN_KEY);
				}
				return ModelStore.this.encoded.get(ByteBuffer.wrap(bytes).getInt(1));
			}

		}

	}

	/**
	 * The rules by which processes share a store.
	 */
	private static final class Protocol extends StorageTokenCache {

		Protocol(LoginStorage storage, LoginCodec codec) {
			super(storage, new ChangeWatcher<String>("unused", NEVER, NEVER) {

				@Override
				protected void look() {
				}

				@Override
				protected void onWatch(String id) {
				}

			}, codec);
		}

	}

}
