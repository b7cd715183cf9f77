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
 * A login that cannot be read is renamed to {@code {<key>}:unreadable}; one in a newer
 * format stays as it is, and an attempt to replace it is a {@link TokenCacheException}.
 * <p>
 * Listeners are called at once after a change, also one made here, and once as soon as
 * there is a subscription; again after each outage, when messages may have been missed;
 * and every minute, since some outages are not noticed. One thread calls all listeners.
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
	 * @param timeToLive the time to keep a login after it was last written, to the
	 * millisecond, or {@code null} to keep it for ever
	 * @throws IllegalArgumentException if the prefix has braces that are no hash tag, or
	 * the time is shorter than a millisecond
	 */
	public RedisTokenCache(RedisConnectionFactory connections, LoginCodec codec, String keyPrefix,
			@Nullable Duration timeToLive) {
		this(connections, codec, new RedisKeys(keyPrefix), timeToLive);
	}

	private RedisTokenCache(RedisConnectionFactory connections, LoginCodec codec, RedisKeys keys,
			@Nullable Duration timeToLive) {
		super(new RedisLoginStorage(new RedisScripts(connections), keys, timeToLive),
				new RedisChangeSubscription(connections, keys.channel()), codec);
	}

}
