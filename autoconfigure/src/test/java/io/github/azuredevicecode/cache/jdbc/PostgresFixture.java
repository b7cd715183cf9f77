package io.github.azuredevicecode.cache.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL on this machine with the table of logins, and pools of connections to it.
 */
final class PostgresFixture implements BeforeAllCallback, AfterAllCallback {

	private final List<HikariDataSource> pools = new ArrayList<>();

	private Path directory;

	private EmbeddedPostgres server;

	private int port;

	@Override
	public void beforeAll(ExtensionContext context) throws IOException {
		this.directory = Files.createTempDirectory("postgres");
		start();
		JdbcTokenCacheContract.createTable(dataSource(), "postgresql");
	}

	@Override
	public void afterAll(ExtensionContext context) throws IOException {
		this.pools.forEach(HikariDataSource::close);
		stop();
		FileSystemUtils.deleteRecursively(this.directory);
	}

	void start() throws IOException {
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			.setDataDirectory(this.directory.resolve("data"))
			.setCleanDataDirectory(false);
		this.server = ((this.port != 0) ? builder.setPort(this.port) : builder).start();
		this.port = this.server.getPort();
	}

	void stop() throws IOException {
		this.server.close();
	}

	int port() {
		return this.port;
	}

	DataSource dataSource() {
		return this.server.getPostgresDatabase();
	}

	DataSource pool(int port) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
		config.setConnectionTimeout(500);
		// Also while the server cannot be reached
		config.setInitializationFailTimeout(-1);
		HikariDataSource pool = new HikariDataSource(config);
		this.pools.add(pool);
		return pool;
	}

}
