package io.github.azuredevicecode.cache;

import java.io.IOException;
import java.time.Duration;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link JdbcLoginStore} with a PostgreSQL that comes and goes.
 */
class JdbcLoginStoreOutageTests extends LoginStoreOutageContract {

	private static EmbeddedPostgres postgres;

	private static Relay relay;

	private static HikariDataSource pool;

	@BeforeAll
	static void start() throws IOException {
		postgres = EmbeddedPostgres.start();
		JdbcLoginStoreContract.createTable(postgres.getPostgresDatabase(), "postgresql");
		relay = new Relay(postgres.getPort());
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + relay.port() + "/postgres?user=postgres");
		config.setConnectionTimeout(500);
		pool = new HikariDataSource(config);
	}

	@AfterAll
	static void stop() throws IOException {
		pool.close();
		relay.close();
		postgres.close();
	}

	@Override
	Relay relay() {
		return relay;
	}

	@Override
	LoginStore relayed() {
		return new JdbcLoginStore(pool, new PlainLoginCodec(), JdbcLoginStore.DEFAULT_TABLE_NAME,
				Duration.ofMillis(50));
	}

	@Override
	LoginStore direct() {
		return new JdbcLoginStore(postgres.getPostgresDatabase(), new PlainLoginCodec());
	}

	@Test
	void theStoreWorksOnAfterItsConnectionsWereKilled() {
		try (LoginStore store = relayed()) {
			LoginStoreContract.increment(store, this.key);
			JdbcClient.create(postgres.getPostgresDatabase())
				.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
						+ "AND datname = 'postgres'")
				.query()
				.listOfRows();
			await().atMost(DEADLINE)
				.ignoreException(LoginStoreException.class)
				.until(() -> store.load(this.key) != null);
			LoginStoreContract.increment(store, this.key);
			assertThat(store.load(this.key).version()).isEqualTo(2);
		}
	}

}
