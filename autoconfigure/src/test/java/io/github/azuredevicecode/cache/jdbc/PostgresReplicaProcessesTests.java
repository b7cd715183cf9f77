package io.github.azuredevicecode.cache.jdbc;

import io.github.azuredevicecode.cache.ReplicaProcessesContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Processes that share a PostgreSQL.
 */
@EnabledIfSystemProperty(named = "replicas.tries", matches = "[1-9]\\d*")
class PostgresReplicaProcessesTests extends ReplicaProcessesContract {

	@RegisterExtension
	private static final PostgresFixture POSTGRES = new PostgresFixture();

	@Override
	protected int port() {
		return POSTGRES.port();
	}

	@Override
	protected String address(int port) {
		return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres&connectTimeout=1";
	}

	@Override
	protected void readOnly(boolean readOnly) {
		execute("ALTER SYSTEM SET default_transaction_read_only = " + (readOnly ? "on" : "off"));
		JdbcClient.create(POSTGRES.dataSource()).sql("SELECT pg_reload_conf()").query().listOfRows();
	}

	@Override
	protected void empty() {
		execute("DELETE FROM DEVICE_CODE_LOGIN");
	}

	private static void execute(String statement) {
		JdbcClient.create(POSTGRES.dataSource()).sql(statement).update();
	}

}
