package io.github.azuredevicecode.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What a shared store does while its server cannot be reached, and afterwards.
 */
public abstract class TokenCacheOutageContract {

	protected static final Duration DEADLINE = Duration.ofSeconds(60);

	protected final CachedLoginKey key = TokenCacheContract.key();

	private Relay relay;

	/**
	 * Return the port of the server.
	 * @return the port, which stays the same when the server is started again
	 */
	protected abstract int port();

	/**
	 * Open a token cache.
	 * @param port the port to connect to
	 * @return one that the test closes
	 */
	protected abstract TokenCache connect(int port);

	protected abstract void startServer() throws IOException;

	protected abstract void stopServer() throws IOException;

	@BeforeEach
	void startRelay() throws IOException {
		this.relay = new Relay(port());
	}

	@AfterEach
	void closeRelay() throws IOException {
		this.relay.close();
	}

	protected TokenCache relayed() {
		return connect(this.relay.port());
	}

	private TokenCache direct() {
		return connect(port());
	}

	@Test
	void theStoreSaysSoAndWorksAgainAfterwards() {
		try (TokenCache store = relayed()) {
			TokenCacheContract.increment(store, this.key);
			CachedLogin login = store.load(this.key);
			this.relay.cut();
			try {
				unreachable(() -> store.load(this.key));
				unreachable(() -> store.replace(this.key, login, login.refreshed("lost")));
				unreachable(store::now);
			}
			finally {
				this.relay.restore();
			}
			await().atMost(DEADLINE)
				.ignoreException(TokenCacheException.class)
				.until(() -> store.load(this.key) != null);
			TokenCacheContract.increment(store, this.key);
			assertThat(store.load(this.key).version()).isGreaterThanOrEqualTo(2);
		}
	}

	@Test
	void aWatchHearsOfAChangeThatWasMadeMeanwhile() {
		AtomicInteger calls = new AtomicInteger();
		try (TokenCache store = relayed(); TokenCache other = direct()) {
			store.watch(this.key, calls::incrementAndGet);
			await().atMost(DEADLINE).until(() -> calls.get() > 0);
			int before;
			this.relay.cut();
			try {
				unreachable(() -> store.load(this.key));
				before = calls.get();
				TokenCacheContract.increment(other, this.key);
				assertThat(calls).hasValue(before);
			}
			finally {
				this.relay.restore();
			}
			await().atMost(DEADLINE).until(() -> calls.get() > before);
			int after = calls.get();
			TokenCacheContract.increment(other, this.key);
			await().atMost(DEADLINE).until(() -> calls.get() > after);
		}
	}

	@Test
	void aWatchOfALoginThatDidNotChangeMeanwhileIsNotCalled() {
		CachedLoginKey unchanged = TokenCacheContract.key();
		AtomicInteger calls = new AtomicInteger();
		AtomicInteger needless = new AtomicInteger();
		try (TokenCache store = relayed(); TokenCache other = direct()) {
			TokenCacheContract.increment(other, unchanged);
			store.watch(unchanged, needless::incrementAndGet);
			store.watch(this.key, calls::incrementAndGet);
			await().atMost(DEADLINE).until(() -> calls.get() > 0 && needless.get() > 0);
			// What both were called for at first is over when a change has been heard of
			int first = calls.get();
			TokenCacheContract.increment(other, this.key);
			await().atMost(DEADLINE).until(() -> calls.get() > first);
			int before = calls.get();
			int needlessBefore = needless.get();
			this.relay.cut();
			try {
				unreachable(() -> store.load(this.key));
				TokenCacheContract.increment(other, this.key);
			}
			finally {
				this.relay.restore();
			}
			await().atMost(DEADLINE).until(() -> calls.get() > before);
			int after = calls.get();
			TokenCacheContract.increment(other, this.key);
			await().atMost(DEADLINE).until(() -> calls.get() > after);
			assertThat(needless).hasValue(needlessBefore);
		}
	}

	@Test
	void aWatchThatBeginsDuringAnOutageHearsAfterIt() {
		AtomicInteger calls = new AtomicInteger();
		this.relay.cut();
		try (TokenCache store = relayed()) {
			store.watch(this.key, calls::incrementAndGet);
			unreachable(() -> store.load(this.key));
			assertThat(calls).hasValue(0);
			this.relay.restore();
			await().atMost(DEADLINE).until(() -> calls.get() > 0);
		}
		finally {
			this.relay.restore();
		}
	}

	@Test
	void loginsAndWatchesOutliveTheServer() throws IOException {
		AtomicInteger calls = new AtomicInteger();
		try (TokenCache store = direct(); TokenCache other = direct()) {
			TokenCacheContract.increment(store, this.key);
			CachedLogin login = store.load(this.key);
			store.watch(this.key, calls::incrementAndGet);
			await().atMost(DEADLINE).until(() -> calls.get() > 0);
			stopServer();
			int before;
			try {
				unreachable(() -> store.load(this.key));
				unreachable(() -> store.replace(this.key, login, login.refreshed("lost")));
				before = calls.get();
			}
			finally {
				startServer();
			}
			await().atMost(DEADLINE)
				.ignoreException(TokenCacheException.class)
				.until(() -> store.load(this.key).equals(login));
			await().atMost(DEADLINE)
				.ignoreException(TokenCacheException.class)
				.until(() -> other.load(this.key) != null);
			TokenCacheContract.increment(other, this.key);
			await().atMost(DEADLINE).until(() -> calls.get() > before);
			int after = calls.get();
			TokenCacheContract.increment(other, this.key);
			await().atMost(DEADLINE).until(() -> calls.get() > after);
			assertThat(store.load(this.key).version()).isEqualTo(3);
		}
	}

	@Test
	void nothingThatWasSaidToBeWrittenIsLost() throws Exception {
		AtomicInteger unknown = new AtomicInteger();
		AtomicInteger confirmed = new AtomicInteger();
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try (TokenCache store = relayed(); TokenCache other = direct()) {
			List<Callable<Void>> writers = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				writers.add(() -> {
					for (int n = 0; n < 50; n++) {
						confirm(store, unknown);
						confirmed.incrementAndGet();
					}
					return null;
				});
			}
			List<Future<Void>> results = new ArrayList<>();
			writers.forEach((writer) -> results.add(executor.submit(writer)));
			for (int outage = 1; outage <= 3; outage++) {
				int until = outage * 40;
				await().atMost(DEADLINE).until(() -> confirmed.get() >= until);
				int before = unknown.get();
				this.relay.cut();
				await().atMost(DEADLINE).until(() -> unknown.get() > before);
				this.relay.restore();
			}
			for (Future<Void> result : results) {
				result.get();
			}
			assertThat(other.load(this.key).version()).isBetween(200L, 200L + unknown.get());
		}
		finally {
			this.relay.restore();
			executor.shutdownNow();
		}
	}

	private void confirm(TokenCache store, AtomicInteger unknown) {
		while (true) {
			try {
				TokenCacheContract.increment(store, this.key);
				return;
			}
			catch (TokenCacheException ex) {
				unknown.incrementAndGet();
			}
		}
	}

	private static void unreachable(Callable<?> call) {
		assertThatExceptionOfType(TokenCacheException.class).isThrownBy(call::call)
			.withMessageContaining("Check that it is up");
	}

}
