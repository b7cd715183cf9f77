package io.github.azuredevicecode.cache.jdbc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the scripts that create the table.
 */
class JdbcSchemaTests {

	@Test
	void theScriptOfH2RunsAgain() {
		runTwice(new DriverManagerDataSource("jdbc:h2:mem:schema;DB_CLOSE_DELAY=-1"), "h2");
	}

	@Test
	void theScriptOfMySqlRunsAgainInTheModeOfH2ForIt() {
		runTwice(new DriverManagerDataSource("jdbc:h2:mem:schema-mysql;MODE=MySQL;DB_CLOSE_DELAY=-1"), "mysql");
		runTwice(new DriverManagerDataSource("jdbc:h2:mem:schema-mariadb;MODE=MariaDB;DB_CLOSE_DELAY=-1"), "mariadb");
	}

	@Test
	void theKeyOfSqlServerIsOfTheTypeThatItsDriverSends() throws IOException {
		assertThat(script(JdbcDialect.SQLSERVER)).contains("LOGIN_KEY NCHAR(64) NOT NULL");
	}

	@Test
	void theScriptOfPostgresRunsAgain() throws IOException {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
			runTwice(postgres.getPostgresDatabase(), "postgresql");
		}
	}

	@ParameterizedTest
	@EnumSource(JdbcDialect.class)
	void eachDialectHasAScriptWithTheSameColumns(JdbcDialect dialect) throws IOException {
		String script = script(dialect);
		List<String> columns = Pattern.compile("^\t(\\w+) .* NOT NULL,$", Pattern.MULTILINE)
			.matcher(script)
			.results()
			.map((result) -> result.group(1))
			.toList();
		assertThat(columns).containsExactly("LOGIN_KEY", "VERSION", "DATA", "UPDATED_AT");
		assertThat(script).contains("CREATE TABLE", JdbcTokenCache.DEFAULT_TABLE_NAME + " (",
				"PRIMARY KEY (LOGIN_KEY)");
	}

	private static String script(JdbcDialect dialect) throws IOException {
		return new ClassPathResource("schema-" + dialect.name().toLowerCase(Locale.ROOT) + ".sql", JdbcTokenCache.class)
			.getContentAsString(StandardCharsets.UTF_8);
	}

	private static void runTwice(DataSource dataSource, String platform) {
		JdbcTokenCacheContract.createTable(dataSource, platform);
		JdbcTokenCacheContract.createTable(dataSource, platform);
	}

}
