package io.github.azuredevicecode.cache.redis;

import java.time.Duration;
import java.time.Instant;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.CanonicalKey;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.support.StorageTokenCache;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Keeps logins in Redis, for all processes that use it; also in a cluster. Keys show
 * neither user nor tenant; whether the logins themselves can be read in Redis is up to
 * the codec.
 * <p>
 * A login that cannot be read is renamed to {@code {<key>}:unreadable}; one in a newer
 * format is left as it is, and an attempt to replace it is a {@link TokenCacheException}.
 * <p>
 * Thread safe. How long methods block is up to the command timeout of the connections,
 * which for Lettuce is a minute if nothing else is configured.
 */
public final class RedisTokenCache implements TokenCache {

	/**
	 * What the names of all keys start with.
	 */
	public static final String DEFAULT_KEY_PREFIX = "azure:device-code:";

	private final RedisLoginStorage stored;

	private final StorageTokenCache logins;

	private final RedisChangeSubscription subscription;

	/**
	 * Create a store with the default prefix, in which logins do not expire. Does not
	 * connect.
	 * @param connections connects to Redis; not closed with the store
	 * @param codec turns logins into bytes
	 */
	public RedisTokenCache(RedisConnectionFactory connections, LoginCodec codec) {
		this(connections, codec, DEFAULT_KEY_PREFIX, null);
	}

	/**
	 * Create a store. Does not connect.
	 * @param connections connects to Redis; not closed with the store
	 * @param codec turns logins into bytes
	 * @param keyPrefix what the names of all keys and of the channel start with
	 * @param timeToLive how long a login is kept after it was last written, to the
	 * millisecond, or {@code null} for ever
	 * @throws IllegalArgumentException if the prefix has braces that are no hash tag, or
	 * the time is shorter than a millisecond
	 */
	public RedisTokenCache(RedisConnectionFactory connections, LoginCodec codec, String keyPrefix,
			@Nullable Duration timeToLive) {
		if (timeToLive != null && timeToLive.toMillis() < 1) {
			throw new IllegalArgumentException("Logins cannot be kept for " + timeToLive);
		}
		RedisKeys names = new RedisKeys(keyPrefix);
		this.stored = new RedisLoginStorage(new RedisScripts(connections), names, timeToLive);
		this.logins = new StorageTokenCache(this.stored, codec);
		this.subscription = new RedisChangeSubscription(connections, names.channel());
	}

	/**
	 * Return a login.
	 * @param key its name
	 * @return the login, {@link CachedLogin#NONE} if there is none that can be read
	 * @throws TokenCacheException if Redis cannot be used
	 */
	@Override
	public CachedLogin load(CachedLoginKey key) {
		return this.logins.load(key);
	}

	/**
	 * Write a login, provided that the version in Redis is still that of the expected
	 * login.
	 * @param key its name
	 * @param expected the login that the new one was made from
	 * @param next the new login
	 * @return whether it was written
	 * @throws TokenCacheException if Redis cannot be used, or a login in a newer format
	 * is there. If no answer came in time, the login may have been written all the same
	 */
	@Override
	public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
		return this.logins.replace(key, expected, next);
	}

	/**
	 * Return the time by the clock of Redis, in a cluster that of one certain node, to
	 * the millisecond.
	 * @return the time
	 * @throws TokenCacheException if Redis cannot be used
	 */
	@Override
	public Instant now() {
		return this.stored.now();
	}

	/**
	 * Ask to hear of changes, also of those made here. Calls once in any case, as soon as
	 * there is a subscription; again after each outage, when messages may have been
	 * missed; and every minute, since some outages are not noticed. One thread of the
	 * store calls all watchers.
	 * @param key the name of the login
	 * @param onChange what to call
	 * @return closed to hear no more
	 */
	@Override
	public Watch watch(CachedLoginKey key, Runnable onChange) {
		return this.subscription.watch(CanonicalKey.digest(key), onChange);
	}

	/**
	 * End the watching. Logins can still be loaded and replaced.
	 */
	@Override
	public void close() {
		this.subscription.close();
	}

}
