package io.github.azuredevicecode.cache.jdbc;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.PlainLoginCodec;
import io.github.azuredevicecode.cache.TokenCacheContract;
import io.github.azuredevicecode.cache.TokenCacheOutageContract;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link JdbcTokenCache} with a PostgreSQL server that is stopped and started.
 */
class JdbcTokenCacheRestartTests {

	private final CachedLoginKey key = TokenCacheContract.key();

	@Test
	void loginsAndWatchesOutliveTheServer(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws IOException {
		EmbeddedPostgres server = start(folder, 0);
		int port = server.getPort();
		AtomicInteger calls = new AtomicInteger();
		try (HikariDataSource pool = pool(port); TokenCache store = store(pool); TokenCache other = store(pool)) {
			JdbcTokenCacheContract.createTable(pool, "postgresql");
			TokenCacheContract.increment(store, this.key);
			CachedLogin login = store.load(this.key);
			store.watch(this.key, calls::incrementAndGet);
			server.close();
			TokenCacheOutageContract.unreachable(() -> store.load(this.key));
			TokenCacheOutageContract.unreachable(() -> store.replace(this.key, login, login.refreshed("lost")));
			server = start(folder, port);
			await().atMost(TokenCacheOutageContract.DEADLINE)
				.ignoreException(TokenCacheException.class)
				.until(() -> store.load(this.key).equals(login));
			int before = calls.get();
			TokenCacheContract.increment(other, this.key);
			await().atMost(TokenCacheOutageContract.DEADLINE).until(() -> calls.get() > before);
			assertThat(store.load(this.key).version()).isEqualTo(2);
		}
		finally {
			server.close();
		}
	}

	private static EmbeddedPostgres start(Path folder, int port) throws IOException {
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			.setDataDirectory(folder.resolve("data"))
			.setCleanDataDirectory(false);
		return ((port != 0) ? builder.setPort(port) : builder).start();
	}

	private static HikariDataSource pool(int port) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
		config.setConnectionTimeout(500);
		return new HikariDataSource(config);
	}

	private static TokenCache store(HikariDataSource pool) {
		return new JdbcTokenCache(pool, new PlainLoginCodec(), JdbcTokenCache.DEFAULT_TABLE_NAME,
				Duration.ofMillis(50));
	}

}
