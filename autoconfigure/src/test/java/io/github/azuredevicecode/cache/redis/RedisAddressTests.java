package io.github.azuredevicecode.cache.redis;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisAddress}.
 */
class RedisAddressTests {

	@Test
	void namesHostAndPortAndNeitherUserNorPassword() {
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration("redis.example", 6380);
		configuration.setUsername("canary-user");
		configuration.setPassword("canary-password");
		assertThat(address(configuration)).isEqualTo("(redis.example:6380) ");
	}

	@Test
	void namesTheNodesOfAClusterAndTheSentinels() {
		assertThat(address(new RedisClusterConfiguration(List.of("a.example:1", "b.example:2"))))
			.isEqualTo("(cluster a.example:1, b.example:2) ");
		assertThat(address(new RedisSentinelConfiguration().master("main").sentinel("c.example", 3)))
			.isEqualTo("(sentinels c.example:3) ");
	}

	@Test
	void namesASocket() {
		assertThat(address(new RedisSocketConfiguration("/run/redis.sock"))).isEqualTo("(/run/redis.sock) ");
	}

	private static String address(RedisConfiguration configuration) {
		return RedisAddress.of(new LettuceConnectionFactory(configuration));
	}

}
