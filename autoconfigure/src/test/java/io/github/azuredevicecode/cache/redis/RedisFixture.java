package io.github.azuredevicecode.cache.redis;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;

import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A Redis on this machine, and connections to it.
 */
final class RedisFixture {

	private RedisFixture() {
	}

	static RedisServer server(int port, Path directory, String... settings) throws IOException {
		RedisServerBuilder builder = RedisServer.newRedisServer()
			.port(port)
			.bind("127.0.0.1")
			.setting("dir " + directory)
			.setting("save \"\"");
		for (String setting : settings) {
			builder.setting(setting);
		}
		return builder.build();
	}

	static LettuceConnectionFactory connections(int port) {
		return connections(new RedisStandaloneConfiguration("127.0.0.1", port));
	}

	static LettuceConnectionFactory connections(RedisConfiguration configuration) {
		LettuceConnectionFactory connections = new LettuceConnectionFactory(configuration,
				LettuceClientConfiguration.builder()
					.commandTimeout(Duration.ofSeconds(2))
					.shutdownQuietPeriod(Duration.ZERO)
					.build());
		connections.afterPropertiesSet();
		connections.start();
		return connections;
	}

	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
