package io.github.azuredevicecode.cache;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * What {@link JdbcLoginStore} does with each database.
 */
abstract class JdbcLoginStoreContract extends SharedLoginStoreContract {

	abstract DataSource dataSource();

	static void createTable(DataSource dataSource, String platform) {
		new ResourceDatabasePopulator(new ClassPathResource("schema-" + platform + ".sql", JdbcLoginStore.class))
			.execute(dataSource);
	}

	@Override
	LoginStore open() {
		return new JdbcLoginStore(dataSource(), new PlainLoginCodec(), JdbcLoginStore.DEFAULT_TABLE_NAME,
				Duration.ofMillis(50));
	}

	@Override
	void put(String id, long version, byte[] data) {
		JdbcClient.create(dataSource())
			.sql("INSERT INTO DEVICE_CODE_LOGIN (LOGIN_KEY, VERSION, DATA, UPDATED_AT) VALUES (?, ?, ?, 5)")
			.params(id, version, data)
			.update();
	}

	@Override
	byte @Nullable [] bytes(String place) {
		return JdbcClient.create(dataSource())
			.sql("SELECT DATA FROM DEVICE_CODE_LOGIN WHERE LOGIN_KEY = ?")
			.param(place)
			.query((row, number) -> row.getBytes(1))
			.optional()
			.orElse(null);
	}

	@Override
	StoredLogins stored() {
		return new JdbcStoredLogins(dataSource(), JdbcLoginStore.DEFAULT_TABLE_NAME);
	}

	@Override
	String placeOfUnreadable(String id) {
		return "x-" + id.substring(2);
	}

	@Override
	List<String> allThatShows() {
		return JdbcClient.create(dataSource())
			.sql("SELECT LOGIN_KEY, VERSION, UPDATED_AT FROM DEVICE_CODE_LOGIN")
			.query()
			.listOfRows()
			.stream()
			.map(Objects::toString)
			.toList();
	}

}
