package io.github.azuredevicecode.cache;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.PendingSignIn;
import io.github.azuredevicecode.TokenCache;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every store does.
 */
public abstract class TokenCacheContract {

	protected static final AuthenticationRecord RECORD = new AuthenticationRecord("login.microsoftonline.com", "client",
			"oid.tid", "tenant-secret-name", "ada@contoso.example");

	protected final CachedLoginKey key = key();

	public static CachedLoginKey key() {
		return new CachedLoginKey("cache-" + UUID.randomUUID(), "client", "https://login.microsoftonline.com",
				"tenant-secret-name", LoginMode.STANDARD);
	}

	/**
	 * Return a store.
	 * @return one that the test need not close
	 */
	protected abstract TokenCache store();

	@Test
	void nothingStoredIsNone() {
		assertThat(store().load(this.key)).isEqualTo(CachedLogin.NONE);
	}

	@Test
	void aLoginIsLoadedAsItWasWritten() {
		CachedLogin login = CachedLogin.NONE.signedIn("{\"AccessToken\":{}}", RECORD, Instant.EPOCH);
		assertThat(store().replace(this.key, CachedLogin.NONE, login)).isTrue();
		assertThat(store().load(this.key)).isEqualTo(login);
	}

	@Test
	void aPendingSignInIsLoadedAsItWasWritten() {
		PendingSignIn pending = new PendingSignIn("attempt", "device-code", "ABCD-EFGH",
				URI.create("https://microsoft.com/devicelogin"), "Type \u00e4 code",
				Instant.ofEpochSecond(2_000_000_000L), 5, "tenant-secret-name", Set.of("User.Read", "offline_access"),
				null, "pod-1", Instant.ofEpochMilli(1_999_999_999_123L));
		CachedLogin login = CachedLogin.NONE.withPending(pending);
		assertThat(store().replace(this.key, CachedLogin.NONE, login)).isTrue();
		assertThat(store().load(this.key)).isEqualTo(login);
		CachedLogin leased = login.withPending(pending.leasedTo("pod-2", Instant.ofEpochSecond(2_000_000_001L)));
		assertThat(store().replace(this.key, login, leased)).isTrue();
		assertThat(store().load(this.key)).isEqualTo(leased);
	}

	@Test
	void loginsOfDifferentKeysAreKeptApart() {
		CachedLogin login = CachedLogin.NONE.signedIn("a", RECORD, Instant.EPOCH);
		store().replace(this.key, CachedLogin.NONE, login);
		assertThat(store().load(new CachedLoginKey(this.key.name(), "client", this.key.authority(), this.key.tenantId(),
				LoginMode.CONTINUOUS_ACCESS_EVALUATION)))
			.isEqualTo(CachedLogin.NONE);
		assertThat(store().load(key())).isEqualTo(CachedLogin.NONE);
	}

	@Test
	void ofManyWhoWriteTheFirstLoginExactlyOneWins() throws Exception {
		TokenCache store = store();
		CyclicBarrier start = new CyclicBarrier(16);
		List<Callable<Boolean>> writers = new ArrayList<>();
		for (int i = 0; i < 16; i++) {
			writers.add(() -> {
				start.await();
				// The same content from all of them
				return store.replace(this.key, CachedLogin.NONE,
						CachedLogin.NONE.signedIn("tokens", RECORD, Instant.EPOCH));
			});
		}
		assertThat(inParallel(writers)).containsOnlyOnce(true);
		assertThat(store.load(this.key).version()).isEqualTo(1);
	}

	@Test
	void noIncrementOfManyWritersIsLost() throws Exception {
		TokenCache store = store();
		List<Callable<Boolean>> writers = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			writers.add(() -> {
				for (int n = 0; n < 25; n++) {
					increment(store, this.key);
				}
				return true;
			});
		}
		assertThat(inParallel(writers)).hasSize(8).containsOnly(true);
		assertThat(store.load(this.key)).isEqualTo(new CachedLogin("", 0, 200, "200", null, null, null, null));
	}

	@Test
	void aLoginMadeFromAnOlderOneIsRefused() {
		TokenCache store = store();
		CachedLogin first = CachedLogin.NONE.signedIn("first", RECORD, Instant.EPOCH);
		CachedLogin second = first.refreshed("second");
		store.replace(this.key, CachedLogin.NONE, first);
		store.replace(this.key, first, second);
		assertThat(store.replace(this.key, first, first.refreshed("late"))).isFalse();
		assertThat(store.replace(this.key, CachedLogin.NONE, CachedLogin.NONE.signedIn("late", RECORD, Instant.EPOCH)))
			.isFalse();
		assertThat(store.load(this.key)).isEqualTo(second);
	}

	@Test
	void aLoginMadeFromOneThatIsNotThereIsRefused() {
		CachedLogin login = CachedLogin.NONE.signedIn("first", RECORD, Instant.EPOCH);
		assertThat(store().replace(this.key, login, login.refreshed("second"))).isFalse();
		assertThat(store().load(this.key)).isEqualTo(CachedLogin.NONE);
	}

	@Test
	void aRefreshThatEndsAfterASignOutIsRefused() {
		TokenCache store = store();
		CachedLogin login = CachedLogin.NONE.signedIn("first", RECORD, Instant.EPOCH);
		store.replace(this.key, CachedLogin.NONE, login);
		assertThat(store.replace(this.key, login, login.signedOut())).isTrue();
		assertThat(store.replace(this.key, login, login.refreshed("late"))).isFalse();
		assertThat(store.load(this.key).tokenCache()).isEmpty();
		assertThat(store.load(this.key).generation()).isEqualTo(2);
	}

	@Test
	void theClockRuns() {
		Instant first = store().now();
		assertThat(store().now()).isAfterOrEqualTo(first);
	}

	public static void increment(TokenCache store, CachedLoginKey key) {
		CachedLogin current;
		CachedLogin next;
		do {
			current = store.load(key);
			next = current.refreshed(Long.toString(current.version() + 1));
		}
		while (!store.replace(key, current, next));
	}

	private static <T> List<T> inParallel(List<Callable<T>> tasks) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(tasks.size());
		try {
			List<T> results = new ArrayList<>();
			for (Future<T> result : executor.invokeAll(tasks, 120, TimeUnit.SECONDS)) {
				results.add(result.get());
			}
			return results;
		}
		finally {
			executor.shutdownNow();
		}
	}

}
