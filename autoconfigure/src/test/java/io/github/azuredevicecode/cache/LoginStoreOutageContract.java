package io.github.azuredevicecode.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What a shared store does while its server cannot be reached, and afterwards.
 */
abstract class LoginStoreOutageContract {

	static final Duration DEADLINE = Duration.ofSeconds(60);

	final LoginKey key = LoginStoreContract.key();

	/**
	 * Return the way to the server.
	 * @return one that the tests cut and restore
	 */
	abstract Relay relay();

	abstract LoginStore relayed();

	abstract LoginStore direct();

	@Test
	void theStoreSaysSoAndWorksAgainAfterwards() {
		try (LoginStore store = relayed()) {
			LoginStoreContract.increment(store, this.key);
			Login login = store.load(this.key);
			relay().cut();
			try {
				unreachable(() -> store.load(this.key));
				unreachable(() -> store.replace(this.key, login, login.refreshed("lost")));
				unreachable(store::now);
			}
			finally {
				relay().restore();
			}
			await().atMost(DEADLINE)
				.ignoreException(LoginStoreException.class)
				.until(() -> store.load(this.key) != null);
			LoginStoreContract.increment(store, this.key);
			assertThat(store.load(this.key).version()).isGreaterThanOrEqualTo(2);
		}
	}

	@Test
	void aWatchHearsOfAChangeThatWasMadeMeanwhile() {
		AtomicInteger calls = new AtomicInteger();
		try (LoginStore store = relayed(); LoginStore other = direct()) {
			store.watch(this.key, calls::incrementAndGet);
			await().atMost(DEADLINE).until(() -> calls.get() > 0);
			int before;
			relay().cut();
			try {
				unreachable(() -> store.load(this.key));
				before = calls.get();
				LoginStoreContract.increment(other, this.key);
				assertThat(calls).hasValue(before);
			}
			finally {
				relay().restore();
			}
			await().atMost(DEADLINE).until(() -> calls.get() > before);
			int after = calls.get();
			LoginStoreContract.increment(other, this.key);
			await().atMost(DEADLINE).until(() -> calls.get() > after);
		}
	}

	@Test
	void aWatchThatBeginsDuringAnOutageHearsAfterIt() {
		AtomicInteger calls = new AtomicInteger();
		relay().cut();
		try (LoginStore store = relayed()) {
			store.watch(this.key, calls::incrementAndGet);
			unreachable(() -> store.load(this.key));
			assertThat(calls).hasValue(0);
			relay().restore();
			await().atMost(DEADLINE).until(() -> calls.get() > 0);
		}
		finally {
			relay().restore();
		}
	}

	@Test
	void nothingThatWasSaidToBeWrittenIsLost() throws Exception {
		AtomicInteger unknown = new AtomicInteger();
		AtomicInteger confirmed = new AtomicInteger();
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try (LoginStore store = relayed(); LoginStore other = direct()) {
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
				relay().cut();
				await().atMost(DEADLINE).until(() -> unknown.get() > before);
				relay().restore();
			}
			for (Future<Void> result : results) {
				result.get();
			}
			assertThat(other.load(this.key).version()).isBetween(200L, 200L + unknown.get());
		}
		finally {
			relay().restore();
			executor.shutdownNow();
		}
	}

	private void confirm(LoginStore store, AtomicInteger unknown) {
		while (true) {
			try {
				LoginStoreContract.increment(store, this.key);
				return;
			}
			catch (LoginStoreException ex) {
				unknown.incrementAndGet();
			}
		}
	}

	static void unreachable(Callable<?> call) {
		assertThatExceptionOfType(LoginStoreException.class).isThrownBy(call::call)
			.withMessageContaining("See whether it is up");
	}

}
