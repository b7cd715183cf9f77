package io.github.azuredevicecode.cache.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.azuredevicecode.cache.CanonicalKey;
import io.github.azuredevicecode.cache.TokenCacheContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link JdbcChangePoller}.
 */
@ExtendWith(OutputCaptureExtension.class)
class JdbcChangePollerTests {

	private final Database database = new Database();

	private final JdbcLoginStorage stored = new JdbcLoginStorage(this.database, JdbcTokenCache.DEFAULT_TABLE_NAME);

	private final String id = CanonicalKey.digest(TokenCacheContract.key());

	@Test
	void anOutageIsLoggedOnceAndWhatChangedMeanwhileIsHeardOf(CapturedOutput output) {
		JdbcTokenCacheContract.createTable(this.database, "h2");
		AtomicInteger calls = new AtomicInteger();
		try (JdbcChangePoller polling = new JdbcChangePoller(this.stored, Duration.ofMillis(10))) {
			polling.watch(this.id, calls::incrementAndGet);
			await().until(() -> calls.get() == 1);
			for (int outage = 1; outage <= 2; outage++) {
				this.stored.write(this.id, this.stored.read(this.id), outage, new byte[1]);
				int heard = outage + 1;
				await().until(() -> calls.get() == heard);
				this.database.attemptsWhileDown.set(0);
				this.database.down = true;
				await().until(() -> this.database.attemptsWhileDown.get() > 5);
				this.database.down = false;
				assertThat(output.toString().split("Cannot receive changes from other replicas", -1)).hasSize(heard);
			}
			assertThat(calls).hasValue(3);
			assertThat(output).contains("retrying every 10 ms: The database of the logins cannot be used");
		}
	}

	@Test
	void nobodyIsCalledAfterAClose() {
		JdbcTokenCacheContract.createTable(this.database, "h2");
		JdbcChangePoller polling = new JdbcChangePoller(this.stored, Duration.ofMillis(10));
		polling.close();
		AtomicInteger calls = new AtomicInteger();
		int attempts = this.database.attempts.get();
		polling.watch(this.id, calls::incrementAndGet);
		assertThat(this.database.attempts).hasValue(attempts);
		assertThat(calls).hasValue(0);
	}

	private static final class Database extends DelegatingDataSource {

		private final AtomicInteger attempts = new AtomicInteger();

		private final AtomicInteger attemptsWhileDown = new AtomicInteger();

		private volatile boolean down;

		Database() {
			super(new DriverManagerDataSource("jdbc:h2:mem:polling;DB_CLOSE_DELAY=-1"));
		}

		@Override
		public Connection getConnection() throws SQLException {
			this.attempts.incrementAndGet();
			if (this.down) {
				this.attemptsWhileDown.incrementAndGet();
				throw new SQLException("down");
			}
			return super.getConnection();
		}

	}

}
