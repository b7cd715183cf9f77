package io.github.azuredevicecode.cache.jdbc;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.github.azuredevicecode.TokenCacheException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runner of statements apart from the transactions of the application: others must see a
 * login at once, and it must not be rolled back with something else. Also commits if the
 * connections of the pool do not commit by themselves. Thread safe.
 */
final class JdbcTransactions {

	private static final int TIMEOUT_SECONDS = 5;

	private final JdbcTemplate template;

	private final JdbcClient client;

	private final TransactionTemplate transaction;

	private final String table;

	private volatile @Nullable JdbcDialect dialect;

	JdbcTransactions(DataSource dataSource, String table) {
		DataSource apart = new DelegatingDataSource(unwrap(dataSource));
		this.template = new JdbcTemplate(apart);
		this.client = JdbcClient.create(this.template);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(apart));
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.transaction.setTimeout(TIMEOUT_SECONDS);
		this.table = table;
	}

	private static DataSource unwrap(DataSource dataSource) {
		DataSource target = dataSource;
		while (target instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null) {
			target = proxy.getTargetDataSource();
		}
		return target;
	}

	JdbcDialect dialect() {
		JdbcDialect known = this.dialect;
		if (known == null) {
			known = JdbcDialect.of(run((jdbc) -> this.template.execute(
					(ConnectionCallback<String>) (connection) -> connection.getMetaData().getDatabaseProductName())));
			this.dialect = known;
		}
		return known;
	}

	/**
	 * Runs statements in a transaction of their own.
	 * @param <T> the type of the result
	 * @param work the statements
	 * @return the result
	 * @throws TokenCacheException if that fails
	 */
	<T extends @Nullable Object> T run(Function<JdbcClient, T> work) {
		return translated(() -> this.transaction.execute((status) -> work.apply(this.client)));
	}

	/**
	 * Runs statements in a transaction of their own, in which they all do their work or
	 * none of them does any.
	 * @param work the statements, which return whether they found the expected rows
	 * @return whether they did their work
	 * @throws TokenCacheException if that fails
	 */
	boolean change(Predicate<JdbcClient> work) {
		return translated(() -> {
			try {
				return this.transaction.execute((status) -> {
					boolean changed = work.test(this.client);
					if (!changed) {
						status.setRollbackOnly();
					}
					return changed;
				});
			}
			catch (DuplicateKeyException | ConcurrencyFailureException ex) {
				return false;
			}
		});
	}

	private <T extends @Nullable Object> T translated(Supplier<T> work) {
		try {
			return work.get();
		}
		catch (BadSqlGrammarException ex) {
			throw new TokenCacheException("The table of the logins, " + this.table
					+ ", is missing, has the wrong columns, or cannot be used. Set "
					+ "azure.identity.device-code.token-cache.jdbc.initialize-schema=always, or create it with "
					+ "schema-<platform>.sql from the package of JdbcTokenCache.", ex);
		}
		// Of any kind: the driver, its pool and a driver of another version have their
		// own
		catch (RuntimeException | LinkageError ex) {
			throw new TokenCacheException("The database of the logins cannot be used. Check that it is up, that the "
					+ "settings of its DataSource in spring.datasource.* are right, and that its pool has a free "
					+ "connection; then try again.", ex);
		}
	}

}
