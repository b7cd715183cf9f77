package io.github.azuredevicecode.cache.redis;

import java.util.ArrayList;
import java.util.List;

import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.SharedTokenCacheContract;
import io.github.azuredevicecode.cache.support.LoginStorage;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;

/**
 * What {@link RedisTokenCache} does, with and without a cluster.
 */
abstract class RedisTokenCacheContract extends SharedTokenCacheContract {

	protected abstract RedisConnectionFactory connections();

	protected StringRedisTemplate redis() {
		return new StringRedisTemplate(connections());
	}

	@Override
	protected TokenCache open(LoginCodec codec) {
		return new RedisTokenCache(connections(), codec);
	}

	@Override
	protected void put(String id, long version, byte[] data) {
		redis().opsForHash().put(name(id), "version", Long.toString(version));
		redis().execute((connection) -> connection.hashCommands()
			.hSet(RedisScripts.bytes(name(id)), RedisScripts.bytes("data"), data), true);
	}

	@Override
	protected void putZeros(String id, long version, int size) {
		redis().execute(new DefaultRedisScript<>(
				"redis.call('HSET', KEYS[1], 'version', ARGV[1], 'data', string.rep('\\0', tonumber(ARGV[2])))"),
				List.of(name(id)), Long.toString(version), Integer.toString(size));
	}

	@Override
	protected void remove(String place) {
		redis().delete(name(place));
	}

	@Override
	protected byte @Nullable [] bytes(String place) {
		return redis().execute((connection) -> connection.hashCommands()
			.hGet(RedisScripts.bytes(name(place)), RedisScripts.bytes("data")), true);
	}

	@Override
	protected LoginStorage stored() {
		return new RedisLoginStorage(new RedisScripts(connections()), new RedisKeys(RedisTokenCache.DEFAULT_KEY_PREFIX),
				null);
	}

	@Override
	protected String placeOfUnreadable(String id) {
		return "{" + name(id) + "}:unreadable";
	}

	@Override
	protected List<String> allThatShows() {
		List<String> all = new ArrayList<>();
		for (String name : redis().keys("*")) {
			all.add(name);
			all.add(String.valueOf(redis().opsForHash().get(name, "version")));
			all.add(String.valueOf(redis().opsForHash().get(name, "writer")));
		}
		return all;
	}

	protected static String name(String place) {
		return place.contains(":") ? place : RedisTokenCache.DEFAULT_KEY_PREFIX + place;
	}

}
