package io.github.azuredevicecode.cache.redis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RedisTokenCache} with a cluster: of one node, which refuses keys of
 * different slots as many would.
 */
class RedisClusterTokenCacheTests extends RedisTokenCacheContract {

	@TempDir
	private static Path directory;

	private static RedisServer server;

	private static LettuceConnectionFactory connections;

	@BeforeAll
	static void start() throws IOException {
		int port;
		do {
			port = RedisFixture.freePort();
		}
		// That of the bus is 10000 more
		while (port > 55535);
		server = RedisFixture.server(port, directory, "cluster-enabled yes");
		server.start();
		RedisClusterConfiguration cluster = new RedisClusterConfiguration(List.of("127.0.0.1:" + port));
		RedisClusterNode node = RedisClusterNode.newRedisClusterNode().listeningAt("127.0.0.1", port).build();
		LettuceConnectionFactory administrator = RedisFixture.connections(cluster);
		await().ignoreExceptions().until(() -> {
			administrator.getClusterConnection().clusterAddSlots(node, IntStream.range(0, 16384).toArray());
			return true;
		});
		await().ignoreExceptions()
			.until(() -> "ok".equals(administrator.getClusterConnection().clusterGetClusterInfo().getState()));
		administrator.destroy();
		// Afterwards, since the driver keeps which slot is where
		connections = RedisFixture.connections(cluster);
	}

	@AfterAll
	static void stop() throws IOException {
		connections.destroy();
		server.stop();
	}

	@Override
	protected RedisConnectionFactory connections() {
		return connections;
	}

}
