package io.github.azuredevicecode.cache.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.cache.support.LoginStorage;
import io.github.azuredevicecode.cache.support.StoredEntry;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.ClusterSlotHashUtil;

/**
 * Storage in hashes. The stamp of a hash names the call that wrote it. Thread safe.
 */
final class RedisLoginStorage implements LoginStorage {

	// Where the time to live cannot be extended, on a replica or for a user who only
	// reads, the login is read all the same
	private static final String READ = """
			local kind = redis.call('TYPE', KEYS[1]).ok
			if kind == 'none' then return {} end
			if kind ~= 'hash' then return {'', '', ''} end
			if ARGV[1] ~= '' then redis.pcall('PEXPIRE', KEYS[1], ARGV[1]) end
			local found = redis.call('HMGET', KEYS[1], 'version', 'writer')
			if redis.call('HSTRLEN', KEYS[1], 'data') > tonumber(ARGV[2]) then
				return {found[1] or '', found[2] or ''}
			end
			return {found[1] or '', found[2] or '', redis.call('HGET', KEYS[1], 'data') or ''}
			""";

	// The driver sends a script again when the connection broke before the answer, and
	// then it finds what it has written itself. It publishes before it writes, so that
	// nothing is written if the user may not publish; nobody hears before it has ended.
	private static final String WRITE = """
			local found = redis.call('HMGET', KEYS[1], 'version', 'writer')
			if found[2] == ARGV[4] then return 1 end
			if (found[1] or '') ~= ARGV[1] or (found[2] or '') ~= ARGV[2] then return 0 end
			redis.call('PUBLISH', ARGV[7], ARGV[8])
			redis.call('HSET', KEYS[1], 'version', ARGV[3], 'writer', ARGV[4], 'data', ARGV[5])
			if ARGV[6] == '' then redis.call('PERSIST', KEYS[1]) else redis.call('PEXPIRE', KEYS[1], ARGV[6]) end
			return 1
			""";

	private static final String STATES = """
			local states = {}
			for i, key in ipairs(KEYS) do
				local found = redis.pcall('HMGET', key, 'version', 'writer')
				states[i] = found.err and 'no login' or (found[1] or '') .. '@' .. (found[2] or '')
			end
			return states
			""";

	private static final String SET_ASIDE = """
			local kind = redis.call('TYPE', KEYS[1]).ok
			if kind == 'none' then return 0 end
			if kind == 'hash' and (redis.call('HGET', KEYS[1], 'writer') or '') ~= ARGV[1] then return 0 end
			redis.call('RENAME', KEYS[1], KEYS[2])
			return 1
			""";

	private static final String NOW = """
			local time = redis.call('TIME')
			return time[1] * 1000 + math.floor(time[2] / 1000)
			""";

	private static final int KEYS_IN_A_CALL = 500;

	private static final byte[] EMPTY = new byte[0];

	private static final byte[] MAX_SIZE = RedisScripts.bytes(Integer.toString(StoredEntry.MAX_SIZE));

	private final RedisScripts scripts;

	private final RedisKeys keys;

	private final byte[] timeToLive;

	RedisLoginStorage(RedisScripts scripts, RedisKeys keys, @Nullable Duration timeToLive) {
		if (timeToLive != null && timeToLive.toMillis() < 1) {
			throw new IllegalArgumentException("The time to live must be at least 1 ms, but is " + timeToLive);
		}
		this.scripts = scripts;
		this.keys = keys;
		this.timeToLive = (timeToLive != null) ? RedisScripts.bytes(Long.toString(timeToLive.toMillis())) : EMPTY;
	}

	@Override
	public @Nullable StoredEntry read(String id) {
		List<byte[]> found = this.scripts.strings(READ, 1, this.keys.login(id), this.timeToLive, MAX_SIZE);
		if (found.isEmpty()) {
			return null;
		}
		String writer = new String(found.get(1), StandardCharsets.UTF_8);
		try {
			return new StoredEntry(Long.parseLong(new String(found.get(0), StandardCharsets.UTF_8)), writer,
					(found.size() > 2) ? found.get(2) : null);
		}
		catch (NumberFormatException ex) {
			return new StoredEntry(CachedLogin.NONE.version(), writer, null);
		}
	}

	@Override
	public boolean write(String id, @Nullable StoredEntry expected, long version, byte[] data) {
		String writer = UUID.randomUUID().toString();
		byte[] expectedVersion = (expected != null) ? RedisScripts.bytes(Long.toString(expected.version())) : EMPTY;
		byte[] expectedWriter = (expected != null) ? RedisScripts.bytes(expected.stamp()) : EMPTY;
		return this.scripts.number(WRITE, 1, this.keys.login(id), expectedVersion, expectedWriter,
				RedisScripts.bytes(Long.toString(version)), RedisScripts.bytes(writer), data, this.timeToLive,
				RedisScripts.bytes(this.keys.channel()), RedisScripts.bytes(id + " " + version + "@" + writer)) == 1;
	}

	@Override
	public @Nullable String setAside(String id, StoredEntry unreadable) {
		String place = this.keys.unreadable(id);
		boolean moved = this.scripts.number(SET_ASIDE, 2, this.keys.login(id), RedisScripts.bytes(place),
				RedisScripts.bytes(unreadable.stamp())) == 1;
		return moved ? place : null;
	}

	/**
	 * Returns the states of logins, each a text that differs after each change. A call
	 * takes many keys, though in a cluster only those of one slot.
	 * @param ids the digests of their keys
	 * @return the states by digest
	 */
	Map<String, String> states(Collection<String> ids) {
		if (ids.isEmpty()) {
			return Map.of();
		}
		boolean cluster = this.scripts.isCluster();
		Map<Integer, List<String>> bySlot = ids.stream()
			.collect(Collectors
				.groupingBy((id) -> cluster ? ClusterSlotHashUtil.calculateSlot(this.keys.login(id)) : 0));
		Map<String, String> states = new HashMap<>();
		for (List<String> all : bySlot.values()) {
			for (int start = 0; start < all.size(); start += KEYS_IN_A_CALL) {
				List<String> some = all.subList(start, Math.min(all.size(), start + KEYS_IN_A_CALL));
				byte[][] names = some.stream().map(this.keys::login).toArray(byte[][]::new);
				List<byte[]> found = this.scripts.strings(STATES, names.length, names);
				for (int i = 0; i < names.length; i++) {
					states.put(some.get(i), new String(found.get(i), StandardCharsets.UTF_8));
				}
			}
		}
		return states;
	}

	/**
	 * Returns the login that a message tells of.
	 * @param message a message of the channel
	 * @return the id of the login
	 */
	static String id(String message) {
		return message.split(" ", 2)[0];
	}

	/**
	 * Returns the state that a message tells of.
	 * @param message a message of the channel
	 * @return the state of the login that was written
	 */
	static String state(String message) {
		return message.substring(message.indexOf(' ') + 1);
	}

	@Override
	public Instant now() {
		return Instant.ofEpochMilli(this.scripts.number(NOW, 1, this.keys.clock()));
	}

}
