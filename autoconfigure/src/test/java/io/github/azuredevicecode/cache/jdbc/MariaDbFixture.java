package io.github.azuredevicecode.cache.jdbc;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/**
 * A MariaDB on this machine with the table of logins. The tests are skipped where the
 * package {@code mariadb-server} of Debian is not installed.
 */
final class MariaDbFixture implements BeforeAllCallback, AfterAllCallback {

	private static final Path INSTALL = Path.of("/usr/bin/mariadb-install-db");

	private static final Path SERVER = Path.of("/usr/sbin/mariadbd");

	private Path directory;

	private Process server;

	private HikariDataSource pool;

	private int port;

	@Override
	public void beforeAll(ExtensionContext context) throws Exception {
		Assumptions.assumeTrue(Files.isExecutable(INSTALL) && Files.isExecutable(SERVER), "MariaDB is not installed");
		this.directory = Files.createTempDirectory("mariadb");
		String data = "--datadir=" + this.directory.resolve("data");
		String user = "--user=" + System.getProperty("user.name");
		Process install = start(INSTALL, data, user, "--auth-root-authentication-method=normal", "--skip-test-db");
		if (!install.waitFor(60, TimeUnit.SECONDS) || install.exitValue() != 0) {
			throw new IOException(Files.readString(log(INSTALL)));
		}
		this.port = freePort();
		this.server = start(SERVER, data, user, "--port=" + this.port, "--bind-address=127.0.0.1",
				"--socket=" + this.directory.resolve("socket"), "--pid-file=" + this.directory.resolve("pid"),
				"--max-allowed-packet=256M");
		String url = "jdbc:mariadb://127.0.0.1:" + this.port + "/mysql?user=root";
		await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
			try (Connection connection = DriverManager.getConnection(url)) {
				return connection.isValid(1);
			}
		});
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url.replace("/mysql?", "/logins?createDatabaseIfNotExist=true&"));
		this.pool = new HikariDataSource(config);
		JdbcTokenCacheContract.createTable(this.pool, "mariadb");
		// Takes values that are too large for a login, as a table of the application's
		// may
		JdbcClient.create(this.pool).sql("ALTER TABLE DEVICE_CODE_LOGIN MODIFY DATA LONGBLOB NOT NULL").update();
	}

	@Override
	public void afterAll(ExtensionContext context) throws Exception {
		if (this.pool != null) {
			this.pool.close();
		}
		if (this.server != null) {
			this.server.destroy();
			this.server.waitFor(60, TimeUnit.SECONDS);
		}
		if (this.directory != null) {
			FileSystemUtils.deleteRecursively(this.directory);
		}
	}

	int port() {
		return this.port;
	}

	DataSource pool() {
		return this.pool;
	}

	private Process start(Path program, String... arguments) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(program.toString(), "--no-defaults");
		builder.command().addAll(List.of(arguments));
		return builder.redirectErrorStream(true).redirectOutput(log(program).toFile()).start();
	}

	private Path log(Path program) {
		return this.directory.resolve(program.getFileName() + ".log");
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
