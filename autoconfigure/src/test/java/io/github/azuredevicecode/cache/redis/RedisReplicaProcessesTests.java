package io.github.azuredevicecode.cache.redis;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import io.github.azuredevicecode.cache.ReplicaProcessesContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Processes that share a Redis.
 */
@EnabledIfSystemProperty(named = "replicas.tries", matches = "[1-9]\\d*")
class RedisReplicaProcessesTests extends ReplicaProcessesContract {

	@RegisterExtension
	private static final RedisFixture REDIS = RedisFixture.standalone();

	@Override
	protected int port() {
		return REDIS.port();
	}

	@Override
	protected String address(int port) {
		return String.valueOf(port);
	}

	@Override
	protected void readOnly(boolean readOnly) {
		execute("CONFIG", "SET", "maxmemory", readOnly ? "1" : "0");
	}

	@Override
	protected void empty() {
		execute("FLUSHALL");
	}

	private static void execute(String command, String... arguments) {
		new StringRedisTemplate(REDIS.connections()).execute((connection) -> connection.execute(command,
				Stream.of(arguments)
					.map((argument) -> argument.getBytes(StandardCharsets.UTF_8))
					.toArray(byte[][]::new)),
				true);
	}

}
