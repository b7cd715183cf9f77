package io.github.azuredevicecode.cache.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

import io.github.azuredevicecode.TokenCacheException;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

/**
 * Runner of scripts. Reads are scripts too, since a plain read may go to a replica that
 * lags behind. Thread safe.
 */
class RedisScripts {

	private final RedisConnectionFactory connections;

	RedisScripts(RedisConnectionFactory connections) {
		this.connections = connections;
	}

	/**
	 * Runs a script that returns strings.
	 * @param script the script
	 * @param keys the number of values that are keys, all in one slot
	 * @param values the keys and the arguments
	 * @return the strings
	 * @throws TokenCacheException if that fails
	 */
	List<byte[]> strings(String script, int keys, byte[]... values) {
		List<byte[]> result = eval(script, ReturnType.MULTI, keys, values);
		return (result != null) ? result : List.of();
	}

	/**
	 * Runs a script that returns a number.
	 * @param script the script
	 * @param keys the number of values that are keys, all in one slot
	 * @param values the keys and the arguments
	 * @return the number
	 * @throws TokenCacheException if that fails
	 */
	long number(String script, int keys, byte[]... values) {
		Long result = eval(script, ReturnType.INTEGER, keys, values);
		return (result != null) ? result : 0;
	}

	/**
	 * Returns whether a script can only use keys of one slot.
	 * @return whether Redis is a cluster
	 * @throws TokenCacheException if there is no connection
	 */
	boolean isCluster() {
		return Boolean.TRUE.equals(call((connection) -> connection instanceof RedisClusterConnection));
	}

	private <T> @Nullable T eval(String script, ReturnType type, int keys, byte[]... values) {
		return call((connection) -> connection.scriptingCommands().eval(bytes(script), type, keys, values));
	}

	private <T> @Nullable T call(Function<RedisConnection, @Nullable T> work) {
		try (RedisConnection connection = this.connections.getConnection()) {
			return work.apply(connection);
		}
		// Of any kind: the client, its pool and a client of another version have their
		// own
		catch (RuntimeException | LinkageError ex) {
			throw unusable(this.connections, ex);
		}
	}

	static TokenCacheException unusable(RedisConnectionFactory connections, Throwable cause) {
		return new TokenCacheException("The Redis of the logins " + RedisAddress.of(connections)
				+ "cannot be used. Check that it is up, that its address and password in spring.data.redis.* are right, "
				+ "and that its user may run scripts on the keys, and publish on the channel of the logins and subscribe "
				+ "to it; then try again.", cause);
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
