package io.github.azuredevicecode.cache.jdbc;

import java.io.IOException;

import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.TokenCacheContract;
import io.github.azuredevicecode.cache.TokenCacheOutageContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link JdbcTokenCache} with a PostgreSQL that comes and goes.
 */
class JdbcTokenCacheOutageTests extends TokenCacheOutageContract {

	@RegisterExtension
	private static final PostgresFixture POSTGRES = new PostgresFixture();

	@Override
	protected int port() {
		return POSTGRES.port();
	}

	@Override
	protected TokenCache connect(int port) {
		return JdbcTokenCacheContract.tokenCache(POSTGRES.pool(port));
	}

	@Override
	protected void startServer() throws IOException {
		POSTGRES.start();
	}

	@Override
	protected void stopServer() throws IOException {
		POSTGRES.stop();
	}

	@Test
	void theStoreWorksOnAfterItsConnectionsWereKilled() {
		try (TokenCache store = relayed()) {
			TokenCacheContract.increment(store, this.key);
			JdbcClient.create(POSTGRES.dataSource())
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
