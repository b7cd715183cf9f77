package io.github.azuredevicecode.cache.redis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.PlainLoginCodec;
import io.github.azuredevicecode.cache.Relay;
import io.github.azuredevicecode.cache.TokenCacheContract;
import io.github.azuredevicecode.cache.TokenCacheOutageContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RedisTokenCache} with a Redis that comes and goes.
 */
class RedisTokenCacheOutageTests extends TokenCacheOutageContract {

	@TempDir
	private static Path directory;

	private static int port;

	private static RedisServer server;

	private static Relay relay;

	private static LettuceConnectionFactory relayed;

	private static LettuceConnectionFactory direct;

	@BeforeAll
	static void start() throws IOException {
		port = RedisFixture.freePort();
		startServer();
		relay = new Relay(port);
		relayed = RedisFixture.connections(relay.port());
		direct = RedisFixture.connections(port);
	}

	private static void startServer() throws IOException {
		server = RedisFixture.server(port, directory, "appendonly yes", "appendfsync always");
		server.start();
	}

	@AfterAll
	static void stop() throws IOException {
		relayed.destroy();
		direct.destroy();
		relay.close();
		server.stop();
	}

	@Override
	protected Relay relay() {
		return relay;
	}

	@Override
	protected TokenCache relayed() {
		return new RedisTokenCache(relayed, new PlainLoginCodec());
	}

	@Override
	protected TokenCache direct() {
		return new RedisTokenCache(direct, new PlainLoginCodec());
	}

	@Test
	void theStoreWorksOnAfterRedisWasStoppedAndStarted() throws IOException {
		AtomicInteger calls = new AtomicInteger();
		try (TokenCache store = direct()) {
			store.watch(this.key, calls::incrementAndGet);
			await().atMost(DEADLINE).until(() -> calls.get() > 0);
			TokenCacheContract.increment(store, this.key);
			server.stop();
			int before;
			try {
				unreachable(() -> store.load(this.key));
				before = calls.get();
			}
			finally {
				startServer();
			}
			await().atMost(DEADLINE)
				.ignoreException(TokenCacheException.class)
				.until(() -> store.load(this.key) != null);
			assertThat(store.load(this.key).version()).isEqualTo(1);
			await().atMost(DEADLINE).until(() -> calls.get() > before);
			int after = calls.get();
			TokenCacheContract.increment(store, this.key);
			await().atMost(DEADLINE).until(() -> calls.get() > after);
		}
	}

}
