package io.github.azuredevicecode.cache.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link JdbcTokenCache} with H2.
 */
class JdbcTokenCacheH2Tests extends JdbcTokenCacheContract {

	private static final DataSource DATABASE = new DriverManagerDataSource("jdbc:h2:mem:logins;DB_CLOSE_DELAY=-1");

	@BeforeAll
	static void createTable() {
		createTable(DATABASE, "h2");
	}

	@Override
	protected DataSource dataSource() {
		return DATABASE;
	}

	@Test
	void aMissingTableIsSaidHowToCreate() {
		try (TokenCache store = new JdbcTokenCache(DATABASE, new JsonLoginCodec(), "PUBLIC.NOT_THERE",
				Duration.ofSeconds(1))) {
			assertThatExceptionOfType(TokenCacheException.class).isThrownBy(() -> store.load(this.key))
				.withMessageContaining("PUBLIC.NOT_THERE")
				.withMessageContaining("azure.identity.device-code.token-cache.jdbc.initialize-schema=always")
				.withMessageContaining("schema-<platform>.sql");
		}
	}

	@Test
	void aNameThatIsNoIdentifierIsRefused() {
		for (String name : List.of("", "a b", "t; DROP TABLE x", "t\"", "1t", "a..b", "a.b.c.d", "t--")) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> new JdbcTokenCache(DATABASE, new JsonLoginCodec(), name, Duration.ofSeconds(1)));
		}
	}

	@Test
	void anIntervalOfNothingIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new JdbcTokenCache(DATABASE, new JsonLoginCodec(), "T", Duration.ZERO));
	}

	@Test
	void moreLoginsAreWatchedThanAQueryTakes() {
		AtomicInteger calls = new AtomicInteger();
		List<CachedLoginKey> keys = new ArrayList<>();
		for (int i = 0; i < 1100; i++) {
			keys.add(key());
			store().watch(keys.get(i), calls::incrementAndGet);
		}
		await().atMost(DEADLINE).until(() -> calls.get() >= keys.size());
		int before = calls.get();
		keys.forEach((key) -> increment(store(), key));
		await().atMost(DEADLINE).until(() -> calls.get() >= before + keys.size());
	}

}
