package io.github.azuredevicecode.cache.redis;

import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Tests for {@link RedisTokenCache} with a cluster.
 */
class RedisClusterTokenCacheTests extends RedisTokenCacheContract {

	@RegisterExtension
	private static final RedisFixture REDIS = RedisFixture.cluster();

	@Override
	protected RedisConnectionFactory connections() {
		return REDIS.connections();
	}

}
