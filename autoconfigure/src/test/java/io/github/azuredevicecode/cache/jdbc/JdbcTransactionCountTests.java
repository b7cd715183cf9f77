package io.github.azuredevicecode.cache.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import io.github.azuredevicecode.credential.CredentialFixture;
import io.github.azuredevicecode.credential.DefaultDeviceCodeCredential;
import io.github.azuredevicecode.credential.VirtualTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many transactions a sign-in and a refresh cost a database. Each has a connection of
 * its own.
 */
class JdbcTransactionCountTests {

	private static final AtomicInteger DATABASES = new AtomicInteger();

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private final AtomicInteger transactions = new AtomicInteger();

	@ParameterizedTest
	@ValueSource(ints = { 1, 10, 100 })
	void aPollCostsThreeTransactionsAndARefreshSeven(int polls) {
		CountingDataSource dataSource = new CountingDataSource();
		JdbcTokenCacheContract.createTable(dataSource, "h2");
		try (TokenCache store = new JdbcTokenCache(dataSource, new JsonLoginCodec(), JdbcTokenCache.DEFAULT_TABLE_NAME,
				Duration.ofHours(1))) {
			CredentialFixture fixture = new CredentialFixture(new VirtualTime(Instant.now()), new Unwatched(store));
			DefaultDeviceCodeCredential credential = fixture.credential();
			fixture.transport.deviceCode();
			for (int i = 1; i < polls; i++) {
				fixture.transport.error("authorization_pending");
			}
			fixture.transport.tokens("token-1", 3600);
			this.transactions.set(0);
			CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
			// The clock of the database is the real one, by which a turn may come later
			for (int i = 0; i < 2 * polls + 2 && !token.isDone(); i++) {
				fixture.time.advance(INTERVAL);
			}
			assertThat(token).isCompleted();
			// The clock of the database is looked at once a minute
			long minutes = INTERVAL.multipliedBy(polls).toMinutes();
			assertThat(this.transactions.get() - 3 * polls).isBetween(0, 20 + (int) minutes);
			fixture.time.jumpWallClock(Duration.ofMinutes(58));
			fixture.transport.tokens("token-2", 3600);
			this.transactions.set(0);
			assertThat(credential.getTokenAsync(REQUEST)).isCompleted();
			assertThat(this.transactions).hasValueLessThanOrEqualTo(7);
		}
	}

	/**
	 * Everything happens on the thread of the test, which a watcher does not.
	 */
	private record Unwatched(TokenCache store) implements TokenCache {

		@Override
		public CachedLogin load(CachedLoginKey key) {
			return this.store.load(key);
		}

		@Override
		public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
			return this.store.replace(key, expected, next);
		}

		@Override
		public Instant now() {
			return this.store.now();
		}

	}

	private final class CountingDataSource extends DelegatingDataSource {

		private CountingDataSource() {
			super(new DriverManagerDataSource(
					"jdbc:h2:mem:transactions-" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1"));
		}

		@Override
		public Connection getConnection() throws SQLException {
			JdbcTransactionCountTests.this.transactions.incrementAndGet();
			return super.getConnection();
		}

	}

}
