package io.github.azuredevicecode.cache.redis;

import java.util.Collection;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Address of a Redis, for messages. It is known for Lettuce, the client that Spring Boot
 * configures unless told otherwise; javac of JDK 22 and later refuses to read the
 * connection factory of Jedis while Jedis is absent.
 */
final class RedisAddress {

	private RedisAddress() {
	}

	/**
	 * Returns the address that connections lead to, without user and password.
	 * @param connections the connections
	 * @return the address in parentheses and a blank, or nothing if it is not known
	 */
	static String of(RedisConnectionFactory connections) {
		try {
			if (connections instanceof LettuceConnectionFactory lettuce) {
				RedisSocketConfiguration socket = lettuce.getSocketConfiguration();
				return text(lettuce.getClusterConfiguration(), lettuce.getSentinelConfiguration(),
						(socket != null) ? socket.getSocket() : lettuce.getHostName() + ":" + lettuce.getPort());
			}
		}
		catch (RuntimeException | LinkageError ex) {
			// The address only helps to read the message of another failure
			return "";
		}
		return "";
	}

	private static String text(@Nullable RedisClusterConfiguration cluster,
			@Nullable RedisSentinelConfiguration sentinel, String other) {
		if (cluster != null) {
			return "(cluster " + nodes(cluster.getClusterNodes()) + ") ";
		}
		return (sentinel != null) ? "(sentinels " + nodes(sentinel.getSentinels()) + ") " : "(" + other + ") ";
	}

	private static String nodes(Collection<RedisNode> nodes) {
		return nodes.stream().map((node) -> node.getHost() + ":" + node.getPort()).collect(Collectors.joining(", "));
	}

}
