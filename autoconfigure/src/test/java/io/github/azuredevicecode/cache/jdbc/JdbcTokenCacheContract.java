package io.github.azuredevicecode.cache.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.SharedTokenCacheContract;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import io.github.azuredevicecode.cache.support.LoginStorage;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * What {@link JdbcTokenCache} does with each database.
 */
abstract class JdbcTokenCacheContract extends SharedTokenCacheContract {

	protected abstract DataSource dataSource();

	static void createTable(DataSource dataSource, String platform) {
		new ResourceDatabasePopulator(new ClassPathResource("schema-" + platform + ".sql", JdbcTokenCache.class))
			.execute(dataSource);
	}

	static TokenCache tokenCache(DataSource dataSource) {
		return tokenCache(dataSource, new JsonLoginCodec());
	}

	private static TokenCache tokenCache(DataSource dataSource, LoginCodec codec) {
		return new JdbcTokenCache(dataSource, codec, JdbcTokenCache.DEFAULT_TABLE_NAME, Duration.ofMillis(50));
	}

	@Override
	protected TokenCache open(LoginCodec codec) {
		return tokenCache(dataSource(), codec);
	}

	@Override
	protected void remove(String place) {
		JdbcClient.create(dataSource()).sql("DELETE FROM DEVICE_CODE_LOGIN WHERE LOGIN_KEY = ?").param(place).update();
	}

	@Override
	protected void put(String id, long version, byte[] data) {
		JdbcClient.create(dataSource())
			.sql("INSERT INTO DEVICE_CODE_LOGIN (LOGIN_KEY, VERSION, DATA, UPDATED_AT) VALUES (?, ?, ?, 5)")
			.params(id, version, data)
			.update();
	}

	@Override
	protected byte @Nullable [] bytes(String place) {
		return JdbcClient.create(dataSource())
			.sql("SELECT DATA FROM DEVICE_CODE_LOGIN WHERE LOGIN_KEY = ?")
			.param(place)
			.query((row, number) -> row.getBytes(1))
			.optional()
			.orElse(null);
	}

	@Override
	protected LoginStorage stored() {
		return new JdbcLoginStorage(dataSource(), JdbcTokenCache.DEFAULT_TABLE_NAME);
	}

	@Override
	protected String placeOfUnreadable(String id) {
		return "x-" + id.substring(2);
	}

	@Override
	protected List<String> allThatShows() {
		return JdbcClient.create(dataSource())
			.sql("SELECT LOGIN_KEY, VERSION, UPDATED_AT FROM DEVICE_CODE_LOGIN")
			.query()
			.listOfRows()
			.stream()
			.map(Objects::toString)
			.toList();
	}

}
