package io.github.azuredevicecode.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link JdbcLoginStore} with a PostgreSQL server that is stopped and started.
 */
class JdbcLoginStoreRestartTests {

	private final LoginKey key = LoginStoreContract.key();

	@Test
	void loginsAndWatchesOutliveTheServer(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws IOException {
		EmbeddedPostgres server = start(folder, 0);
		int port = server.getPort();
		AtomicInteger calls = new AtomicInteger();
		try (HikariDataSource pool = pool(port); LoginStore store = store(pool); LoginStore other = store(pool)) {
			JdbcLoginStoreContract.createTable(pool, "postgresql");
			LoginStoreContract.increment(store, this.key);
			Login login = store.load(this.key);
			store.watch(this.key, calls::incrementAndGet);
			server.close();
			LoginStoreOutageContract.unreachable(() -> store.load(this.key));
			LoginStoreOutageContract.unreachable(() -> store.replace(this.key, login, login.refreshed("lost")));
			server = start(folder, port);
			await().atMost(LoginStoreOutageContract.DEADLINE)
				.ignoreException(LoginStoreException.class)
				.until(() -> store.load(this.key).equals(login));
			int before = calls.get();
			LoginStoreContract.increment(other, this.key);
			await().atMost(LoginStoreOutageContract.DEADLINE).until(() -> calls.get() > before);
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

	private static LoginStore store(HikariDataSource pool) {
		return new JdbcLoginStore(pool, new PlainLoginCodec(), JdbcLoginStore.DEFAULT_TABLE_NAME,
				Duration.ofMillis(50));
	}

}
