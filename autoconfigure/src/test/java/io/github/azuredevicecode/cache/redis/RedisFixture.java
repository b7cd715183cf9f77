package io.github.azuredevicecode.cache.redis;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/**
 * A Redis on this machine, and connections to it.
 */
final class RedisFixture implements BeforeAllCallback, AfterAllCallback {

	// That of the bus of a cluster is 10000 more
	private static final int MAX_PORT = 55535;

	// A machine with much to do takes its time for a large value
	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final Duration TIMEOUT_IN_AN_OUTAGE = Duration.ofSeconds(2);

	private final boolean cluster;

	private final String[] settings;

	private final List<LettuceConnectionFactory> all = new ArrayList<>();

	private Path directory;

	private RedisServer server;

	private int port;

	private RedisConnectionFactory connections;

	private RedisFixture(boolean cluster, String... settings) {
		this.cluster = cluster;
		this.settings = settings;
	}

	static RedisFixture standalone(String... settings) {
		return new RedisFixture(false, settings);
	}

	/**
	 * Return a cluster of one node, which refuses keys of different slots as many would.
	 * @return a cluster
	 */
	static RedisFixture cluster() {
		return new RedisFixture(true, "cluster-enabled yes");
	}

	@Override
	public void beforeAll(ExtensionContext context) throws IOException {
		this.directory = Files.createTempDirectory("redis");
		this.port = freePort();
		start();
		this.connections = this.cluster ? connectToCluster()
				: connect(new RedisStandaloneConfiguration("127.0.0.1", this.port), TIMEOUT);
	}

	@Override
	public void afterAll(ExtensionContext context) throws IOException {
		this.all.forEach(LettuceConnectionFactory::destroy);
		stop();
		FileSystemUtils.deleteRecursively(this.directory);
	}

	void start() throws IOException {
		RedisServerBuilder builder = RedisServer.newRedisServer()
			.port(this.port)
			.bind("127.0.0.1")
			.setting("dir " + this.directory)
			.setting("save \"\"");
		for (String setting : this.settings) {
			builder.setting(setting);
		}
		this.server = builder.build();
		this.server.start();
	}

	void stop() throws IOException {
		this.server.stop();
	}

	int port() {
		return this.port;
	}

	RedisConnectionFactory connections() {
		return this.connections;
	}

	LettuceConnectionFactory connections(int port) {
		return connect(new RedisStandaloneConfiguration("127.0.0.1", port), TIMEOUT_IN_AN_OUTAGE);
	}

	/**
	 * Connect as a user of one's own.
	 * @param user the name of the user
	 * @param permissions what the user may do
	 * @return connections of the user
	 */
	LettuceConnectionFactory connections(String user, String permissions) {
		new StringRedisTemplate(this.connections).execute((connection) -> connection.execute("ACL",
				Stream.concat(Stream.of("SETUSER", user, "on", ">" + user), Stream.of(permissions.split(" ")))
					.map((argument) -> argument.getBytes(StandardCharsets.UTF_8))
					.toArray(byte[][]::new)),
				true);
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration("127.0.0.1", this.port);
		configuration.setUsername(user);
		configuration.setPassword(user);
		return connect(configuration, TIMEOUT);
	}

	private RedisConnectionFactory connectToCluster() {
		RedisClusterConfiguration configuration = new RedisClusterConfiguration(List.of("127.0.0.1:" + this.port));
		RedisClusterNode node = RedisClusterNode.newRedisClusterNode().listeningAt("127.0.0.1", this.port).build();
		RedisConnectionFactory administrator = connect(configuration, TIMEOUT);
		await().ignoreExceptions().until(() -> {
			administrator.getClusterConnection().clusterAddSlots(node, IntStream.range(0, 16384).toArray());
			return true;
		});
		await().ignoreExceptions()
			.until(() -> "ok".equals(administrator.getClusterConnection().clusterGetClusterInfo().getState()));
		// Afterwards, since the driver keeps which slot is where
		return connect(configuration, TIMEOUT);
	}

	private LettuceConnectionFactory connect(RedisConfiguration configuration, Duration timeout) {
		LettuceConnectionFactory connections = new LettuceConnectionFactory(configuration,
				LettuceClientConfiguration.builder()
					.commandTimeout(timeout)
					.shutdownQuietPeriod(Duration.ZERO)
					.build());
		connections.afterPropertiesSet();
		connections.start();
		this.all.add(connections);
		return connections;
	}

	private static int freePort() throws IOException {
		int port;
		do {
			try (ServerSocket socket = new ServerSocket(0)) {
				port = socket.getLocalPort();
			}
		}
		while (port > MAX_PORT);
		return port;
	}

}
