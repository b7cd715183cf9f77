package io.github.azuredevicecode.cache.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.github.azuredevicecode.cache.CanonicalKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcTokenCache} with PostgreSQL.
 */
class JdbcTokenCachePostgresTests extends JdbcTokenCacheContract {

	@RegisterExtension
	private static final PostgresFixture POSTGRES = new PostgresFixture();

	private static DataSource pool;

	@BeforeAll
	static void connect() {
		pool = POSTGRES.pool(POSTGRES.port());
	}

	@Override
	protected DataSource dataSource() {
		return pool;
	}

	@Test
	void aLoginIsFoundByTheIndex() throws SQLException {
		try (Connection connection = pool.getConnection()) {
			JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
			// The planner would not use an index on a table as small as this
			jdbc.sql("SET enable_seqscan = off").update();
			String plan = String.join("\n",
					jdbc.sql("EXPLAIN SELECT VERSION, UPDATED_AT, DATA FROM DEVICE_CODE_LOGIN WHERE LOGIN_KEY = ?")
						.param(CanonicalKey.digest(this.key))
						.query(String.class)
						.list());
			jdbc.sql("RESET enable_seqscan").update();
			assertThat(plan).contains("Index Cond").contains("device_code_login_pk");
		}
	}

}
