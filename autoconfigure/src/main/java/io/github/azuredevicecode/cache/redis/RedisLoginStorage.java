package io.github.azuredevicecode.cache.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.cache.support.LoginStorage;
import io.github.azuredevicecode.cache.support.StoredEntry;
import org.jspecify.annotations.Nullable;

/**
 * Storage in hashes. The stamp of a hash names the call that wrote it. Thread safe.
 */
final class RedisLoginStorage implements LoginStorage {

	private static final String READ = """
			local kind = redis.call('TYPE', KEYS[1]).ok
			if kind == 'none' then return {} end
			if kind ~= 'hash' then return {'', '', ''} end
			local found = redis.call('HMGET', KEYS[1], 'version', 'writer', 'data')
			return {found[1] or '', found[2] or '', found[3] or ''}
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

	private static final byte[] EMPTY = new byte[0];

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
		List<byte[]> found = this.scripts.strings(READ, 1, this.keys.login(id));
		if (found.isEmpty()) {
			return null;
		}
		String writer = new String(found.get(1), StandardCharsets.UTF_8);
		try {
			return new StoredEntry(Long.parseLong(new String(found.get(0), StandardCharsets.UTF_8)), writer,
					found.get(2));
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
				RedisScripts.bytes(this.keys.channel()), RedisScripts.bytes(id)) == 1;
	}

	@Override
	public @Nullable String setAside(String id, StoredEntry unreadable) {
		String place = this.keys.unreadable(id);
		boolean moved = this.scripts.number(SET_ASIDE, 2, this.keys.login(id), RedisScripts.bytes(place),
				RedisScripts.bytes(unreadable.stamp())) == 1;
		return moved ? place : null;
	}

	@Override
	public Instant now() {
		return Instant.ofEpochMilli(this.scripts.number(NOW, 1, this.keys.clock()));
	}

}
