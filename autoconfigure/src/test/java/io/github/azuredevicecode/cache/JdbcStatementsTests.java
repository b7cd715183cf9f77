package io.github.azuredevicecode.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link JdbcStatements}.
 */
class JdbcStatementsTests {

	private static final AtomicInteger DATABASES = new AtomicInteger();

	private final LoginKey key = LoginStoreContract.key();

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
		JdbcLoginStoreContract.createTable(this.pool, "h2");
	}

	@AfterEach
	void stop() {
		this.pool.close();
	}

	@Test
	void connectionsThatDoNotCommitByThemselvesAreCommitted() {
		try (LoginStore store = store(this.pool); LoginStore other = store(this.pool)) {
			LoginStoreContract.increment(store, this.key);
			assertThat(other.load(this.key).version()).isEqualTo(1);
		}
	}

	@Test
	void aLoginIsWrittenThoughTheTransactionOfTheCallerIsRolledBack() {
		for (DataSource dataSource : new DataSource[] { this.pool, new TransactionAwareDataSourceProxy(this.pool) }) {
			LoginKey key = LoginStoreContract.key();
			TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(this.pool));
			try (LoginStore store = store(dataSource)) {
				transaction.executeWithoutResult((status) -> {
					JdbcClient.create(this.pool)
						.sql("INSERT INTO DEVICE_CODE_LOGIN VALUES ('of the application', 1, X'00', 1)")
						.update();
					LoginStoreContract.increment(store, key);
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
		try (LoginStore store = store(this.pool)) {
			for (int i = 0; i < 10; i++) {
				LoginStoreContract.increment(store, this.key);
			}
		}
		assertThat(this.pool.getHikariPoolMXBean().getActiveConnections()).isZero();
	}

	@Test
	void aChangeThatSomeoneElseMadeFirstIsNone() {
		JdbcStatements statements = new JdbcStatements(this.pool);
		assertThat(statements.change((jdbc) -> {
			throw new DuplicateKeyException("there");
		})).isFalse();
		assertThat(statements.change((jdbc) -> {
			throw new CannotAcquireLockException("deadlock");
		})).isFalse();
	}

	@Test
	void aChangeThatDidNotFindWhatItExpectedIsRolledBack() {
		JdbcStatements statements = new JdbcStatements(this.pool);
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
		assertThatExceptionOfType(LoginStoreException.class)
			.isThrownBy(() -> new JdbcStatements(this.pool).run((jdbc) -> jdbc.sql("SELECT 1").query().singleRow()))
			.withMessageContaining("See whether it is up")
			.havingCause()
			.withStackTraceContaining("has been closed");
	}

	@Test
	void anErrorOfTheProgramIsNotTakenForAnOutage() {
		assertThatIllegalStateException().isThrownBy(() -> new JdbcStatements(this.pool).run((jdbc) -> {
			throw new IllegalStateException("program");
		}));
	}

	@Test
	void aDatabaseWithoutADialectIsNamed() {
		assertThatExceptionOfType(LoginStoreException.class).isThrownBy(() -> JdbcDialect.of("Apache Derby"))
			.withMessageContaining("Apache Derby")
			.withMessageContaining("PostgreSQL");
		assertThat(JdbcDialect.of("Microsoft SQL Server")).isEqualTo(JdbcDialect.SQLSERVER);
		assertThat(new JdbcStatements(this.pool).dialect()).isEqualTo(JdbcDialect.H2);
	}

	private static LoginStore store(DataSource dataSource) {
		return new JdbcLoginStore(dataSource, new PlainLoginCodec(), JdbcLoginStore.DEFAULT_TABLE_NAME,
				Duration.ofSeconds(1));
	}

}
