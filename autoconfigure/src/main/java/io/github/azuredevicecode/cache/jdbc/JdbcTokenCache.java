package io.github.azuredevicecode.cache.jdbc;

import java.time.Duration;

import javax.sql.DataSource;

import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.support.StorageTokenCache;

/**
 * Token cache in a table of a database, for all processes that use it. The script
 * {@code schema-<platform>.sql} in this package creates the table, where the platform is
 * {@code postgresql}, {@code mysql}, {@code mariadb}, {@code h2}, {@code sqlserver} or
 * {@code oracle}. Keys show neither user nor tenant; the codec decides whether the logins
 * themselves can be read in the database.
 * <p>
 * Each call works in a transaction of its own, whatever the transaction of its caller
 * does, and so takes a second connection of the pool when there is one. Where many
 * callers hold transactions, use a {@link DataSource} with a pool of its own. A write
 * that the database has broken off in favor of another one is refused.
 * <p>
 * Reading changes nothing. A corrupt login is set aside in its table, under a key that
 * starts with {@code x-}, when another one is written in its place. One in a newer
 * format, or encrypted with a key that is not configured, stays as it is, and an attempt
 * to replace it is a {@link TokenCacheException}.
 * <p>
 * Listeners are called within an interval after a change, or as soon as the database can
 * be used again; also for changes made here, and once at the beginning. One thread calls
 * all listeners and looks at all logins, with one query.
 * <p>
 * Thread safe. No method blocks for longer than about five seconds where the driver can
 * cancel statements, besides waiting for a connection of the pool.
 *
 * @since 0.1
 */
public final class JdbcTokenCache extends StorageTokenCache {

	/**
	 * The default name of the table.
	 */
	public static final String DEFAULT_TABLE_NAME = "DEVICE_CODE_LOGIN";

	/**
	 * The default time between two looks at watched logins.
	 */
	public static final Duration DEFAULT_WATCH_INTERVAL = Duration.ofSeconds(2);

	/**
	 * Creates a token cache with the default table and interval. Does not connect.
	 * @param dataSource the database; not closed with the token cache
	 * @param codec the codec that turns logins into bytes
	 */
	public JdbcTokenCache(DataSource dataSource, LoginCodec codec) {
		this(dataSource, codec, DEFAULT_TABLE_NAME, DEFAULT_WATCH_INTERVAL);
	}

	/**
	 * Creates a token cache. Does not connect.
	 * @param dataSource the database; not closed with the token cache
	 * @param codec the codec that turns logins into bytes
	 * @param tableName the table, of letters, digits and underscores, optionally preceded
	 * by catalog and schema
	 * @param watchInterval the time between two looks at watched logins, a millisecond or
	 * more
	 * @throws IllegalArgumentException if the name or the interval is invalid
	 */
	public JdbcTokenCache(DataSource dataSource, LoginCodec codec, String tableName, Duration watchInterval) {
		this(new JdbcLoginStorage(dataSource, tableName), codec, watchInterval);
	}

	private JdbcTokenCache(JdbcLoginStorage storage, LoginCodec codec, Duration watchInterval) {
		super(storage, new JdbcChangePoller(storage, watchInterval), codec);
	}

}
