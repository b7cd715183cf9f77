package io.github.azuredevicecode.cache.jdbc;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.TokenCacheContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JdbcTransactions}.
 */
class JdbcTransactionsTests {

	private static final AtomicInteger DATABASES = new AtomicInteger();

	private final CachedLoginKey key = TokenCacheContract.key();

	private HikariDataSource pool;

	@BeforeEach
	void start() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:h2:mem:statements-" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
		// As is often done with Hibernate
		config.setAutoCommit(false);
		config.setMaximumPoolSize(3);
		config.setConnectionTimeout(5000);
		this.pool = new HikariDataSource(config);
		JdbcTokenCacheContract.createTable(this.pool, "h2");
	}

	@AfterEach
	void stop() {
		this.pool.close();
	}

	@Test
	void connectionsThatDoNotCommitByThemselvesAreCommitted() {
		try (TokenCache store = JdbcTokenCacheContract.tokenCache(this.pool);
				TokenCache other = JdbcTokenCacheContract.tokenCache(this.pool)) {
			TokenCacheContract.increment(store, this.key);
			assertThat(other.load(this.key).version()).isEqualTo(1);
		}
	}

	@Test
	void aLoginIsWrittenThoughTheTransactionOfTheCallerIsRolledBack() {
		for (DataSource dataSource : new DataSource[] { this.pool, new TransactionAwareDataSourceProxy(this.pool) }) {
			CachedLoginKey key = TokenCacheContract.key();
			TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(this.pool));
			try (TokenCache store = JdbcTokenCacheContract.tokenCache(dataSource)) {
				transaction.executeWithoutResult((status) -> {
					JdbcClient.create(this.pool)
						.sql("INSERT INTO DEVICE_CODE_LOGIN VALUES ('of the application', 1, X'00', 1)")
						.update();
					TokenCacheContract.increment(store, key);
					status.setRollbackOnly();
				});
				assertThat(store.load(key).version()).isEqualTo(1);
			}
		}
		assertThat(JdbcClient.create(this.pool)
			.sql("SELECT COUNT(*) FROM DEVICE_CODE_LOGIN WHERE LOGIN_KEY LIKE 'of the application%'")
			.query(Integer.class)
			.single()).isZero();
	}

	@Test
	void noConnectionIsKept() {
		try (TokenCache store = JdbcTokenCacheContract.tokenCache(this.pool)) {
			for (int i = 0; i < 10; i++) {
				TokenCacheContract.increment(store, this.key);
			}
		}
		assertThat(this.pool.getHikariPoolMXBean().getActiveConnections()).isZero();
	}

	@Test
	void aChangeThatSomeoneElseMadeFirstIsNone() {
		JdbcTransactions statements = new JdbcTransactions(this.pool, JdbcTokenCache.DEFAULT_TABLE_NAME);
		assertThat(statements.change((jdbc) -> {
			throw new DuplicateKeyException("there");
		})).isFalse();
		assertThat(statements.change((jdbc) -> {
			throw new CannotAcquireLockException("deadlock");
		})).isFalse();
	}

	@Test
	void aChangeThatDidNotFindWhatItExpectedIsRolledBack() {
		JdbcTransactions statements = new JdbcTransactions(this.pool, JdbcTokenCache.DEFAULT_TABLE_NAME);
		assertThat(statements.change((jdbc) -> {
			jdbc.sql("INSERT INTO DEVICE_CODE_LOGIN VALUES ('x', 1, X'00', 1)").update();
			return false;
		})).isFalse();
		int rows = statements
			.run((jdbc) -> jdbc.sql("SELECT COUNT(*) FROM DEVICE_CODE_LOGIN").query(Integer.class).single());
		assertThat(rows).isZero();
	}

	@Test
	void anErrorOfTheDatabaseHasAdviceAndItsCause() {
		this.pool.close();
		assertThatExceptionOfType(TokenCacheException.class)
			.isThrownBy(() -> new JdbcTransactions(this.pool, JdbcTokenCache.DEFAULT_TABLE_NAME)
				.run((jdbc) -> jdbc.sql("SELECT 1").query().singleRow()))
			.withMessageContaining("Check that it is up")
			.withMessageContaining("spring.datasource")
			.havingCause()
			.withStackTraceContaining("has been closed");
	}

	@Test
	void whateverADriverThrowsIsTranslated() {
		JdbcTransactions statements = new JdbcTransactions(this.pool, JdbcTokenCache.DEFAULT_TABLE_NAME);
		for (Throwable thrown : List.of(new IllegalStateException("driver"), new NoClassDefFoundError("driver"))) {
			for (Runnable work : List.<Runnable>of(() -> statements.run((jdbc) -> sneak(thrown)),
					() -> statements.change((jdbc) -> sneak(thrown)))) {
				assertThatExceptionOfType(TokenCacheException.class).isThrownBy(work::run)
					.havingCause()
					.isSameAs(thrown);
			}
		}
		assertThat(this.pool.getHikariPoolMXBean().getActiveConnections()).isZero();
	}

	@Test
	void statementsHaveAFewSecondsOfTime() {
		List<Integer> timeouts = new ArrayList<>();
		JdbcTransactions statements = new JdbcTransactions(new DelegatingDataSource(this.pool) {

			@Override
			public Connection getConnection() throws SQLException {
				return observed(Connection.class, super.getConnection(), timeouts);
			}

		}, JdbcTokenCache.DEFAULT_TABLE_NAME);
		statements.run((jdbc) -> jdbc.sql("SELECT 1").query(Integer.class).single());
		assertThat(timeouts).isNotEmpty().allMatch((seconds) -> seconds > 0 && seconds <= 5);
	}

	private static <T> T observed(Class<T> type, T target, List<Integer> timeouts) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				if (method.getName().equals("setQueryTimeout")) {
					timeouts.add((Integer) arguments[0]);
				}
				Object result = method.invoke(target, arguments);
				return (result instanceof PreparedStatement statement)
						? observed(PreparedStatement.class, statement, timeouts) : result;
			}));
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> boolean sneak(Throwable thrown) throws T {
		throw (T) thrown;
	}

	@Test
	void aDatabaseWithoutADialectIsNamed() {
		assertThatExceptionOfType(TokenCacheException.class).isThrownBy(() -> JdbcDialect.of("Apache Derby"))
			.withMessageContaining("Apache Derby")
			.withMessageContaining("PostgreSQL");
		assertThat(JdbcDialect.of("Microsoft SQL Server")).isEqualTo(JdbcDialect.SQLSERVER);
		assertThat(new JdbcTransactions(this.pool, JdbcTokenCache.DEFAULT_TABLE_NAME).dialect())
			.isEqualTo(JdbcDialect.H2);
	}

}
