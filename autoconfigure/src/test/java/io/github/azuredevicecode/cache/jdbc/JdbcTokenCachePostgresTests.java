package io.github.azuredevicecode.cache.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.azuredevicecode.cache.CanonicalKey;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcTokenCache} with PostgreSQL.
 */
class JdbcTokenCachePostgresTests extends JdbcTokenCacheContract {

	private static EmbeddedPostgres postgres;

	private static HikariDataSource pool;

	@BeforeAll
	static void start() throws IOException {
		postgres = EmbeddedPostgres.start();
		HikariConfig config = new HikariConfig();
		config.setDataSource(postgres.getPostgresDatabase());
		pool = new HikariDataSource(config);
		createTable(pool, "postgresql");
	}

	@AfterAll
	static void stop() throws IOException {
		pool.close();
		postgres.close();
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
