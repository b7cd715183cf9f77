package io.github.azuredevicecode.cache.jdbc;

import java.time.Duration;
import java.time.Instant;

import javax.sql.DataSource;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.CanonicalKey;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.support.StorageTokenCache;

/**
 * Keeps logins in a table of a database, for all processes that use it. The table is
 * created with {@code schema-<platform>.sql} from this package, where the platform is
 * {@code postgresql}, {@code mysql}, {@code mariadb}, {@code h2}, {@code sqlserver} or
 * {@code oracle}. Keys show neither user nor tenant; whether the logins themselves can be
 * read in the database is up to the codec.
 * <p>
 * Each call works in a transaction of its own, whatever the transaction of its caller
 * does, and so takes a second connection of the pool when there is one.
 * <p>
 * A login that cannot be read is set aside in its table, under a key that starts with
 * {@code x-}; one in a newer format is left as it is, and an attempt to replace it is a
 * {@link TokenCacheException}.
 * <p>
 * Thread safe. No method blocks for longer than about ten seconds where the driver can
 * cancel statements, besides waiting for a connection of the pool.
 */
public final class JdbcTokenCache implements TokenCache {

	/**
	 * The name of the table.
	 */
	public static final String DEFAULT_TABLE_NAME = "DEVICE_CODE_LOGIN";

	/**
	 * How often watched logins are looked at.
	 */
	public static final Duration DEFAULT_WATCH_INTERVAL = Duration.ofSeconds(2);

	private final JdbcLoginStorage stored;

	private final StorageTokenCache logins;

	private final JdbcChangePoller polling;

	/**
	 * Create a store with the default table and interval. Does not connect.
	 * @param dataSource the database; not closed with the store
	 * @param codec turns logins into bytes
	 */
	public JdbcTokenCache(DataSource dataSource, LoginCodec codec) {
		this(dataSource, codec, DEFAULT_TABLE_NAME, DEFAULT_WATCH_INTERVAL);
	}

	/**
	 * Create a store. Does not connect.
	 * @param dataSource the database; not closed with the store
	 * @param codec turns logins into bytes
	 * @param tableName the table, of letters, digits and underscores, with catalog and
	 * schema before it if need be
	 * @param watchInterval how often watched logins are looked at, a millisecond or more
	 * @throws IllegalArgumentException if the name or the interval is none
	 */
	public JdbcTokenCache(DataSource dataSource, LoginCodec codec, String tableName, Duration watchInterval) {
		if (watchInterval.toMillis() < 1) {
			throw new IllegalArgumentException("Logins cannot be watched every " + watchInterval);
		}
		this.stored = new JdbcLoginStorage(dataSource, tableName);
		this.logins = new StorageTokenCache(this.stored, codec);
		this.polling = new JdbcChangePoller(this.stored, watchInterval);
	}

	/**
	 * Return a login.
	 * @param key its name
	 * @return the login, {@link CachedLogin#NONE} if there is none that can be read
	 * @throws TokenCacheException if the database cannot be used, or the table is missing
	 */
	@Override
	public CachedLogin load(CachedLoginKey key) {
		return this.logins.load(key);
	}

	/**
	 * Write a login, provided that the version in the table is still that of the expected
	 * login.
	 * @param key its name
	 * @param expected the login that the new one was made from
	 * @param next the new login
	 * @return whether it was written; also {@code false} if the database has broken off
	 * the transaction in favor of another one
	 * @throws TokenCacheException if the database cannot be used, the table is missing,
	 * or a login in a newer format is there. If the connection broke, the login may have
	 * been written all the same
	 */
	@Override
	public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
		return this.logins.replace(key, expected, next);
	}

	/**
	 * Return the time by the clock of the database, to the millisecond.
	 * @return the time
	 * @throws TokenCacheException if the database cannot be used
	 */
	@Override
	public Instant now() {
		return this.stored.now();
	}

	/**
	 * Ask to hear of changes, also of those made here, within an interval or as soon as
	 * the database can be used again. Calls once in any case, at the beginning. One
	 * thread of the store calls all watchers and looks at all logins, with one query.
	 * @param key the name of the login
	 * @param onChange what to call
	 * @return closed to hear no more
	 */
	@Override
	public Watch watch(CachedLoginKey key, Runnable onChange) {
		return this.polling.watch(CanonicalKey.digest(key), onChange);
	}

	/**
	 * End the watching. Logins can still be loaded and replaced.
	 */
	@Override
	public void close() {
		this.polling.close();
	}

}
