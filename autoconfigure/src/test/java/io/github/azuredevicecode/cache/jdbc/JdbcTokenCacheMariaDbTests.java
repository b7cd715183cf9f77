package io.github.azuredevicecode.cache.jdbc;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link JdbcTokenCache} with MariaDB.
 */
class JdbcTokenCacheMariaDbTests extends JdbcTokenCacheContract {

	@RegisterExtension
	private static final MariaDbFixture MARIADB = new MariaDbFixture();

	@Override
	protected DataSource dataSource() {
		return MARIADB.pool();
	}

	@Test
	void theScriptRunsAgain() {
		assertThatNoException().isThrownBy(() -> createTable(dataSource(), "mariadb"));
	}

}
