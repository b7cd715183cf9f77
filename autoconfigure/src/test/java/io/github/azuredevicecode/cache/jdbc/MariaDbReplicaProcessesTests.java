package io.github.azuredevicecode.cache.jdbc;

import io.github.azuredevicecode.cache.ReplicaProcessesContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Processes that share a MariaDB.
 */
@EnabledIfSystemProperty(named = "replicas.tries", matches = "[1-9]\\d*")
class MariaDbReplicaProcessesTests extends ReplicaProcessesContract {

	@RegisterExtension
	private static final MariaDbFixture MARIADB = new MariaDbFixture();

	@Override
	protected int port() {
		return MARIADB.port();
	}

	@Override
	protected String address(int port) {
		execute("CREATE USER IF NOT EXISTS replica@'127.0.0.1'");
		execute("CREATE USER IF NOT EXISTS replica@localhost");
		execute("GRANT SELECT, INSERT, UPDATE, DELETE ON logins.* TO replica@'127.0.0.1'");
		execute("GRANT SELECT, INSERT, UPDATE, DELETE ON logins.* TO replica@localhost");
		return "jdbc:mariadb://127.0.0.1:" + port + "/logins?user=replica&connectTimeout=1000";
	}

	@Override
	protected void readOnly(boolean readOnly) {
		execute("SET GLOBAL read_only = " + (readOnly ? "ON" : "OFF"));
	}

	@Override
	protected void empty() {
		execute("DELETE FROM DEVICE_CODE_LOGIN");
	}

	private static void execute(String statement) {
		JdbcClient.create(MARIADB.pool()).sql(statement).update();
	}

}
