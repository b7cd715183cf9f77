package io.github.azuredevicecode.cache.jdbc;

import java.io.IOException;
import java.time.Duration;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.PlainLoginCodec;
import io.github.azuredevicecode.cache.Relay;
import io.github.azuredevicecode.cache.TokenCacheContract;
import io.github.azuredevicecode.cache.TokenCacheOutageContract;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link JdbcTokenCache} with a PostgreSQL that comes and goes.
 */
class JdbcTokenCacheOutageTests extends TokenCacheOutageContract {

	private static EmbeddedPostgres postgres;

	private static Relay relay;

	private static HikariDataSource pool;

	@BeforeAll
	static void start() throws IOException {
		postgres = EmbeddedPostgres.start();
		JdbcTokenCacheContract.createTable(postgres.getPostgresDatabase(), "postgresql");
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
	protected Relay relay() {
		return relay;
	}

	@Override
	protected TokenCache relayed() {
		return new JdbcTokenCache(pool, new PlainLoginCodec(), JdbcTokenCache.DEFAULT_TABLE_NAME,
				Duration.ofMillis(50));
	}

	@Override
	protected TokenCache direct() {
		return new JdbcTokenCache(postgres.getPostgresDatabase(), new PlainLoginCodec());
	}

	@Test
	void theStoreWorksOnAfterItsConnectionsWereKilled() {
		try (TokenCache store = relayed()) {
			TokenCacheContract.increment(store, this.key);
			JdbcClient.create(postgres.getPostgresDatabase())
				.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
						+ "AND datname = 'postgres'")
				.query()
				.listOfRows();
			await().atMost(DEADLINE)
				.ignoreException(TokenCacheException.class)
				.until(() -> store.load(this.key) != null);
			TokenCacheContract.increment(store, this.key);
			assertThat(store.load(this.key).version()).isEqualTo(2);
		}
	}

}
