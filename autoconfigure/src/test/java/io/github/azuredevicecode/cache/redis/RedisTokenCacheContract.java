package io.github.azuredevicecode.cache.redis;

import java.util.ArrayList;
import java.util.List;

import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.cache.SharedTokenCacheContract;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import io.github.azuredevicecode.cache.support.LoginStorage;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * What {@link RedisTokenCache} does, with and without a cluster.
 */
abstract class RedisTokenCacheContract extends SharedTokenCacheContract {

	protected abstract RedisConnectionFactory connections();

	protected StringRedisTemplate redis() {
		return new StringRedisTemplate(connections());
	}

	@Override
	protected TokenCache open() {
		return new RedisTokenCache(connections(), new JsonLoginCodec());
	}

	@Override
	protected void put(String id, long version, byte[] data) {
		redis().opsForHash().put(name(id), "version", Long.toString(version));
		redis().execute((connection) -> connection.hashCommands()
			.hSet(RedisScripts.bytes(name(id)), RedisScripts.bytes("data"), data), true);
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
