package io.github.azuredevicecode.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RedisLoginStore} with a Redis that comes and goes.
 */
class RedisLoginStoreOutageTests extends LoginStoreOutageContract {

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
	Relay relay() {
		return relay;
	}

	@Override
	LoginStore relayed() {
		return new RedisLoginStore(relayed, new PlainLoginCodec());
	}

	@Override
	LoginStore direct() {
		return new RedisLoginStore(direct, new PlainLoginCodec());
	}

	@Test
	void theStoreWorksOnAfterRedisWasStoppedAndStarted() throws IOException {
		AtomicInteger calls = new AtomicInteger();
		try (LoginStore store = direct()) {
			store.watch(this.key, calls::incrementAndGet);
			await().atMost(DEADLINE).until(() -> calls.get() > 0);
			LoginStoreContract.increment(store, this.key);
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
				.ignoreException(LoginStoreException.class)
				.until(() -> store.load(this.key) != null);
			assertThat(store.load(this.key).version()).isEqualTo(1);
			await().atMost(DEADLINE).until(() -> calls.get() > before);
			int after = calls.get();
			LoginStoreContract.increment(store, this.key);
			await().atMost(DEADLINE).until(() -> calls.get() > after);
		}
	}

}
