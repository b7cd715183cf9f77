package io.github.azuredevicecode.cache;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * What {@link RedisLoginStore} does, with and without a cluster.
 */
abstract class RedisLoginStoreContract extends SharedLoginStoreContract {

	abstract RedisConnectionFactory connections();

	StringRedisTemplate redis() {
		return new StringRedisTemplate(connections());
	}

	@Override
	LoginStore open() {
		return new RedisLoginStore(connections(), new PlainLoginCodec());
	}

	@Override
	void put(String id, long version, byte[] data) {
		redis().opsForHash().put(name(id), "version", Long.toString(version));
		redis().execute((connection) -> connection.hashCommands()
			.hSet(RedisScripts.bytes(name(id)), RedisScripts.bytes("data"), data), true);
	}

	@Override
	byte @Nullable [] bytes(String place) {
		return redis().execute((connection) -> connection.hashCommands()
			.hGet(RedisScripts.bytes(name(place)), RedisScripts.bytes("data")), true);
	}

	@Override
	StoredLogins stored() {
		return new RedisStoredLogins(new RedisScripts(connections()),
				new RedisNames(RedisLoginStore.DEFAULT_KEY_PREFIX), null);
	}

	@Override
	String placeOfUnreadable(String id) {
		return "{" + name(id) + "}:unreadable";
	}

	@Override
	List<String> allThatShows() {
		List<String> all = new ArrayList<>();
		for (String name : redis().keys("*")) {
			all.add(name);
			all.add(String.valueOf(redis().opsForHash().get(name, "version")));
			all.add(String.valueOf(redis().opsForHash().get(name, "writer")));
		}
		return all;
	}

	static String name(String place) {
		return place.contains(":") ? place : RedisLoginStore.DEFAULT_KEY_PREFIX + place;
	}

}
