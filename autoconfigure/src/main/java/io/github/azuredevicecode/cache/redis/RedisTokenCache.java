package io.github.azuredevicecode.cache.redis;

import java.time.Duration;

import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.support.StorageTokenCache;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Token cache in Redis, for all processes that use it; also in a cluster, whose clock is
 * that of one certain node. Keys show neither user nor tenant; the codec decides whether
 * the logins themselves can be read in Redis.
 * <p>
 * Reading changes nothing but the time to live. A corrupt login is renamed to
 * {@code {<key>}:unreadable} when another one is written in its place. One in a newer
 * format, or encrypted with a key that is not configured, stays as it is, and an attempt
 * to replace it is a {@link TokenCacheException}.
 * <p>
 * Listeners are called at once after a change, also one made here, and once after their
 * watch has begun. Messages can be lost, so all watched logins are compared after each
 * outage and every minute, hundreds with one command. In a cluster this takes a command
 * for each hash slot; a prefix with a hash tag, such as {@code {device-code}:}, keeps all
 * logins in one. One thread calls all listeners.
 * <p>
 * Thread safe. Methods block up to the command timeout of the connections, which for
 * Lettuce is a minute if nothing else is configured.
 *
 * @since 0.1
 */
public final class RedisTokenCache extends StorageTokenCache {

	/**
	 * The default prefix of all keys.
	 */
	public static final String DEFAULT_KEY_PREFIX = "azure:device-code:";

	/**
	 * Creates a token cache with the default prefix, in which logins do not expire. Does
	 * not connect.
	 * @param connections the connections to Redis; not closed with the token cache
	 * @param codec the codec that turns logins into bytes
	 */
	public RedisTokenCache(RedisConnectionFactory connections, LoginCodec codec) {
		this(connections, codec, DEFAULT_KEY_PREFIX, null);
	}

	/**
	 * Creates a token cache. Does not connect.
	 * @param connections the connections to Redis; not closed with the token cache
	 * @param codec the codec that turns logins into bytes
	 * @param keyPrefix the prefix of all keys and of the channel
	 * @param timeToLive the time to keep a login after it was last read or written, to
	 * the millisecond, or {@code null} to keep it for ever
	 * @throws IllegalArgumentException if the prefix has braces that are no hash tag, or
	 * the time is shorter than a millisecond
	 */
	public RedisTokenCache(RedisConnectionFactory connections, LoginCodec codec, String keyPrefix,
			@Nullable Duration timeToLive) {
		this(connections, codec, new RedisKeys(keyPrefix), timeToLive);
	}

	private RedisTokenCache(RedisConnectionFactory connections, LoginCodec codec, RedisKeys keys,
			@Nullable Duration timeToLive) {
		this(connections, codec, keys, new RedisLoginStorage(new RedisScripts(connections), keys, timeToLive));
	}

	private RedisTokenCache(RedisConnectionFactory connections, LoginCodec codec, RedisKeys keys,
			RedisLoginStorage storage) {
		super(storage, new RedisChangeSubscription(connections, keys.channel(), storage), codec);
	}

}
