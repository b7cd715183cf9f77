package io.github.azuredevicecode.cache.redis;

import java.io.IOException;

import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.cache.TokenCacheOutageContract;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Tests for {@link RedisTokenCache} with a Redis that comes and goes.
 */
class RedisTokenCacheOutageTests extends TokenCacheOutageContract {

	@RegisterExtension
	private static final RedisFixture REDIS = RedisFixture.standalone("appendonly yes", "appendfsync always");

	@Override
	protected int port() {
		return REDIS.port();
	}

	@Override
	protected TokenCache connect(int port) {
		return new RedisTokenCache(REDIS.connections(port), new JsonLoginCodec());
	}

	@Override
	protected void startServer() throws IOException {
		REDIS.start();
	}

	@Override
	protected void stopServer() throws IOException {
		REDIS.stop();
	}

}
