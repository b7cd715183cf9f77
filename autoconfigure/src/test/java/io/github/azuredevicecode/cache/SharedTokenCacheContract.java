package io.github.azuredevicecode.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.codec.EncryptedLoginCodec;
import io.github.azuredevicecode.cache.codec.EncryptionKeys;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import io.github.azuredevicecode.cache.support.LoginStorage;
import io.github.azuredevicecode.cache.support.StoredEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What every store does that several processes share.
 */
@ExtendWith(OutputCaptureExtension.class)
public abstract class SharedTokenCacheContract extends TokenCacheContract {

	protected static final Duration DEADLINE = Duration.ofSeconds(30);

	private static final byte[] CORRUPT = { 0, 1, 2 };

	private static final byte[] NEWER = "{\"format\":2}".getBytes(StandardCharsets.UTF_8);

	private static final String KEY_OF_OTHERS = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

	private static final String KEY_OF_THIS = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";

	private static final int TOO_LARGE = 64 * 1024 * 1024 + 1;

	private @Nullable TokenCache store;

	/**
	 * Return another instance, as another process would have it.
	 * @param codec the codec
	 * @return one that the test closes
	 */
	protected abstract TokenCache open(LoginCodec codec);

	private TokenCache open() {
		return open(new JsonLoginCodec());
	}

	/**
	 * Put bytes where a login is expected.
	 * @param id the digest of its key
	 * @param version the version to put beside
	 * @param data the bytes
	 */
	protected abstract void put(String id, long version, byte[] data);

	/**
	 * Put as many zeros where a login is expected.
	 * @param id the digest of its key
	 * @param version the version to put beside
	 * @param size their number
	 */
	protected void putZeros(String id, long version, int size) {
		put(id, version, new byte[size]);
	}

	/**
	 * Remove what was put somewhere.
	 * @param place the digest of a key, or where a value was set aside
	 */
	protected abstract void remove(String place);

	/**
	 * Return the bytes that were put somewhere.
	 * @param place the digest of a key, or where a value was set aside
	 * @return the bytes, or {@code null}
	 */
	protected abstract byte @Nullable [] bytes(String place);

	protected abstract LoginStorage stored();

	protected abstract String placeOfUnreadable(String id);

	/**
	 * Return all that is stored, besides the bytes that are the codec's.
	 * @return names and other values
	 */
	protected abstract List<String> allThatShows();

	@Override
	protected TokenCache store() {
		if (this.store == null) {
			this.store = open();
		}
		return this.store;
	}

	@AfterEach
	protected void closeStore() {
		if (this.store != null) {
			this.store.close();
		}
	}

	@Test
	void keysShowNeitherUserNorTenant() {
		store().replace(this.key, CachedLogin.NONE, CachedLogin.NONE.signedIn("tokens", RECORD, Instant.EPOCH));
		assertThat(allThatShows()).isNotEmpty()
			.anyMatch((text) -> text.contains(CanonicalKey.digest(this.key)))
			.noneMatch((text) -> text.contains("tenant-secret-name") || text.contains("ada@")
					|| text.contains(this.key.name()));
	}

	@Test
	void withANameKeyNobodyElseCanTellWhoseLoginItIs() {
		EncryptionKeys keys = EncryptionKeys.of(KEY_OF_THIS);
		CachedLogin login = CachedLogin.NONE.signedIn("tokens", RECORD, Instant.EPOCH);
		AtomicInteger calls = new AtomicInteger();
		try (TokenCache named = open(encrypted(keys.withNameKey(KEY_OF_OTHERS)))) {
			named.watch(this.key, calls::incrementAndGet);
			await().atMost(DEADLINE).until(() -> calls.get() > 0);
			int before = calls.get();
			assertThat(named.replace(this.key, CachedLogin.NONE, login)).isTrue();
			assertThat(named.load(this.key)).isEqualTo(login);
			await().atMost(DEADLINE).until(() -> calls.get() > before);
		}
		assertThat(allThatShows()).isNotEmpty()
			.noneMatch((text) -> text.contains(CanonicalKey.digest(this.key).substring(0, 32)));
		try (TokenCache unnamed = open(encrypted(keys))) {
			assertThat(unnamed.load(this.key)).isEqualTo(CachedLogin.NONE);
		}
		try (TokenCache other = open(encrypted(keys.withNameKey(KEY_OF_THIS)))) {
			assertThat(other.load(this.key)).isEqualTo(CachedLogin.NONE);
		}
	}

	@Test
	void aNameKeyStaysWhereTheOtherKeysAreReplaced() {
		EncryptionKeys before = EncryptionKeys.of(KEY_OF_THIS).withNameKey(KEY_OF_THIS);
		EncryptionKeys after = EncryptionKeys.of(KEY_OF_OTHERS, KEY_OF_THIS).withNameKey(KEY_OF_THIS);
		CachedLogin login = CachedLogin.NONE.signedIn("tokens", RECORD, Instant.EPOCH);
		try (TokenCache old = open(encrypted(before)); TokenCache rotated = open(encrypted(after))) {
			assertThat(old.replace(this.key, CachedLogin.NONE, login)).isTrue();
			assertThat(rotated.load(this.key)).isEqualTo(login);
			assertThat(rotated.replace(this.key, login, login.refreshed("more"))).isTrue();
		}
		EncryptionKeys dropped = EncryptionKeys.of(KEY_OF_OTHERS).withNameKey(KEY_OF_THIS);
		try (TokenCache last = open(encrypted(dropped))) {
			assertThat(last.load(this.key).tokenCache()).isEqualTo("more");
		}
	}

	private static LoginCodec encrypted(EncryptionKeys keys) {
		return new EncryptedLoginCodec(new JsonLoginCodec(), keys);
	}

	@Test
	void anotherInstanceSeesTheLogin() {
		CachedLogin login = CachedLogin.NONE.signedIn("tokens", RECORD, Instant.EPOCH);
		store().replace(this.key, CachedLogin.NONE, login);
		try (TokenCache other = open()) {
			assertThat(other.load(this.key)).isEqualTo(login);
		}
	}

	@Test
	void allShareAClockThatIsNotFarFromThisOne() {
		assertThat(Duration.between(store().now(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
	}

	@Test
	void aCorruptValueStaysUntilALoginIsWrittenOverIt(CapturedOutput output) {
		String id = CanonicalKey.digest(this.key);
		put(id, 7, CORRUPT);
		List<String> before = allThatShows();
		assertThat(store().load(this.key)).isEqualTo(CachedLogin.NONE);
		assertThat(store().load(this.key)).isEqualTo(CachedLogin.NONE);
		assertThat(bytes(id)).isEqualTo(CORRUPT);
		assertThat(allThatShows()).containsExactlyInAnyOrderElementsOf(before);
		assertThat(output.toString().split("The stored login " + id, -1)).hasSize(2);
		CachedLogin login = CachedLogin.NONE.signedIn("tokens", RECORD, Instant.EPOCH);
		assertThat(store().replace(this.key, CachedLogin.NONE, login)).isTrue();
		assertThat(store().load(this.key)).isEqualTo(login);
		assertThat(bytes(placeOfUnreadable(id))).isEqualTo(CORRUPT);
		assertThat(output).containsOnlyOnce("was set aside as '" + placeOfUnreadable(id) + "'");
	}

	@Test
	void aRefusedWriteDoesNotSetACorruptValueAside() {
		String id = CanonicalKey.digest(this.key);
		put(id, 7, CORRUPT);
		List<String> before = allThatShows();
		CachedLogin sameVersion = new CachedLogin("lineage", 3, 7, "tokens", RECORD, null, null, null);
		assertThat(store().replace(this.key, sameVersion, sameVersion.refreshed("more"))).isFalse();
		assertThat(bytes(id)).isEqualTo(CORRUPT);
		assertThat(allThatShows()).containsExactlyInAnyOrderElementsOf(before);
	}

	@Test
	void aRefusedWriteChangesNothing() {
		String id = CanonicalKey.digest(this.key);
		CachedLogin login = CachedLogin.NONE.signedIn("tokens", RECORD, Instant.EPOCH);
		store().replace(this.key, CachedLogin.NONE, login);
		List<String> before = allThatShows();
		byte[] bytes = bytes(id);
		assertThat(store().replace(this.key, CachedLogin.NONE, login.refreshed("more"))).isFalse();
		assertThat(allThatShows()).containsExactlyInAnyOrderElementsOf(before);
		assertThat(bytes(id)).isEqualTo(bytes);
	}

	@Test
	void readingALoginChangesNothing() {
		String id = CanonicalKey.digest(this.key);
		store().replace(this.key, CachedLogin.NONE, CachedLogin.NONE.signedIn("tokens", RECORD, Instant.EPOCH));
		List<String> before = allThatShows();
		byte[] bytes = bytes(id);
		store().load(this.key);
		assertThat(allThatShows()).containsExactlyInAnyOrderElementsOf(before);
		assertThat(bytes(id)).isEqualTo(bytes);
	}

	@Test
	void aLoginWhoseKeyIsNotConfiguredStaysAsItIs(CapturedOutput output) {
		String id = CanonicalKey.digest(this.key);
		CachedLogin login = CachedLogin.NONE.signedIn("tokens", RECORD, Instant.EPOCH);
		List<LoginCodec> strangers = List.of(encrypted(KEY_OF_THIS), new JsonLoginCodec());
		try (TokenCache others = open(encrypted(KEY_OF_OTHERS))) {
			assertThat(others.replace(this.key, CachedLogin.NONE, login)).isTrue();
			byte[] bytes = bytes(id);
			for (LoginCodec codec : strangers) {
				try (TokenCache stranger = open(codec)) {
					assertThat(stranger.load(this.key)).isEqualTo(CachedLogin.NONE);
					assertThat(stranger.load(this.key)).isEqualTo(CachedLogin.NONE);
					for (CachedLogin expected : List.of(CachedLogin.NONE, login)) {
						assertThatExceptionOfType(TokenCacheException.class)
							.isThrownBy(() -> stranger.replace(this.key, expected, expected.signedOut()))
							.withMessageContaining("is not overwritten")
							.withMessageContaining("azure.identity.device-code.token-cache.encryption.");
					}
				}
			}
			assertThat(bytes(id)).isEqualTo(bytes);
			assertThat(others.load(this.key)).isEqualTo(login);
		}
		// One warning of each that cannot read it
		assertThat(output.toString().split("The stored login " + id, -1)).hasSize(strangers.size() + 1);
	}

	@Test
	void aLoginWhoseKeyIsConfiguredAgainIsRead() {
		CachedLogin login = CachedLogin.NONE.signedIn("tokens", RECORD, Instant.EPOCH);
		try (TokenCache before = open(encrypted(KEY_OF_OTHERS))) {
			before.replace(this.key, CachedLogin.NONE, login);
		}
		try (TokenCache without = open(encrypted(KEY_OF_THIS))) {
			assertThat(without.load(this.key)).isEqualTo(CachedLogin.NONE);
		}
		try (TokenCache with = open(encrypted(KEY_OF_THIS, KEY_OF_OTHERS))) {
			assertThat(with.load(this.key)).isEqualTo(login);
		}
	}

	private static LoginCodec encrypted(String current, String... previous) {
		return new EncryptedLoginCodec(new JsonLoginCodec(), EncryptionKeys.of(current, previous));
	}

	@Test
	void aValueLargerThanAnyLoginIsNotReadAndCountsAsCorrupt() {
		String id = CanonicalKey.digest(this.key);
		putZeros(id, 7, TOO_LARGE);
		try {
			assertThat(stored().read(id)).isNotNull().satisfies((entry) -> {
				assertThat(entry.version()).isEqualTo(7);
				assertThat(entry.data()).isNull();
			});
			assertThat(store().load(this.key)).isEqualTo(CachedLogin.NONE);
			CachedLogin login = CachedLogin.NONE.signedIn("tokens", RECORD, Instant.EPOCH);
			assertThat(store().replace(this.key, CachedLogin.NONE, login)).isTrue();
			assertThat(store().load(this.key)).isEqualTo(login);
		}
		finally {
			remove(id);
			remove(placeOfUnreadable(id));
		}
	}

	@Test
	void anUnreadableValueThatNobodyHasLoadedMakesWayForALogin() {
		String id = CanonicalKey.digest(this.key);
		put(id, 7, CORRUPT);
		CachedLogin login = CachedLogin.NONE.signedIn("tokens", RECORD, Instant.EPOCH);
		assertThat(store().replace(this.key, CachedLogin.NONE, login)).isTrue();
		assertThat(store().load(this.key)).isEqualTo(login);
		assertThat(bytes(placeOfUnreadable(id))).isEqualTo(CORRUPT);
	}

	@Test
	void aSecondUnreadableValueTakesThePlaceOfTheFirst() {
		String id = CanonicalKey.digest(this.key);
		for (int i = 1; i <= 2; i++) {
			put(id, 7, new byte[] { (byte) i });
			increment(store(), this.key);
			assertThat(bytes(placeOfUnreadable(id))).isEqualTo(new byte[] { (byte) i });
			remove(id);
		}
	}

	@Test
	void whoeverComesLateSetsAsideNoLoginThatWasWrittenMeanwhile() {
		String id = CanonicalKey.digest(this.key);
		put(id, 1, CORRUPT);
		StoredEntry seen = stored().read(id);
		CachedLogin login = CachedLogin.NONE.signedIn("tokens", RECORD, Instant.EPOCH);
		assertThat(store().replace(this.key, CachedLogin.NONE, login)).isTrue();
		assertThat(login.version()).isEqualTo(seen.version());
		assertThat(stored().setAside(id, seen)).isNull();
		assertThat(stored().write(id, seen, 2, CORRUPT)).isFalse();
		assertThat(store().load(this.key)).isEqualTo(login);
		assertThat(bytes(placeOfUnreadable(id))).isEqualTo(CORRUPT);
	}

	@Test
	void aNewerValueIsLeftAsItIs(CapturedOutput output) {
		String id = CanonicalKey.digest(this.key);
		put(id, 7, NEWER);
		assertThat(store().load(this.key)).isEqualTo(CachedLogin.NONE);
		assertThat(store().load(this.key)).isEqualTo(CachedLogin.NONE);
		CachedLogin sameVersion = new CachedLogin("lineage", 3, 7, "tokens", RECORD, null, null, null);
		for (CachedLogin expected : List.of(CachedLogin.NONE, sameVersion)) {
			assertThatExceptionOfType(TokenCacheException.class)
				.isThrownBy(() -> store().replace(this.key, expected, expected.refreshed("more")))
				.withMessageContaining("newer format")
				.withMessageContaining("Update");
		}
		assertThat(bytes(id)).isEqualTo(NEWER);
		assertThat(output.toString().split("The stored login " + id, -1)).hasSize(2);
	}

	@Test
	void theVersionBesideTheBytesIsTheOneThatCounts() {
		put(CanonicalKey.digest(this.key), 7,
				new JsonLoginCodec().encode(this.key, new CachedLogin("lineage", 2, 3, "a", RECORD, null, null, null)));
		CachedLogin login = store().load(this.key);
		assertThat(login).isEqualTo(new CachedLogin("lineage", 2, 7, "a", RECORD, null, null, null));
		assertThat(store().replace(this.key, login, login.refreshed("b"))).isTrue();
		assertThat(store().load(this.key).version()).isEqualTo(8);
	}

	@Test
	void aWatchHearsOfAChangeByAnotherInstance() {
		AtomicInteger calls = new AtomicInteger();
		AtomicInteger secondCalls = new AtomicInteger();
		store().watch(this.key, calls::incrementAndGet);
		store().watch(this.key, secondCalls::incrementAndGet);
		await().atMost(DEADLINE).until(() -> calls.get() > 0 && secondCalls.get() > 0);
		int before = calls.get();
		int secondBefore = secondCalls.get();
		try (TokenCache other = open()) {
			increment(other, this.key);
		}
		await().atMost(DEADLINE).until(() -> calls.get() > before && secondCalls.get() > secondBefore);
	}

	@Test
	void aWatchThatBeginsLaterIsCalledOnceWithoutAChange() {
		AtomicInteger calls = new AtomicInteger();
		store().watch(key(), calls::incrementAndGet);
		await().atMost(DEADLINE).until(() -> calls.get() > 0);
		AtomicInteger later = new AtomicInteger();
		store().watch(this.key, later::incrementAndGet);
		await().atMost(DEADLINE).until(() -> later.get() > 0);
	}

	@Test
	void aWatchThatFailsDoesNotKeepOthersFromHearing() {
		AtomicInteger calls = new AtomicInteger();
		store().watch(this.key, () -> {
			throw new IllegalStateException("watcher");
		});
		store().watch(this.key, calls::incrementAndGet);
		await().atMost(DEADLINE).until(() -> calls.get() > 0);
		int before = calls.get();
		increment(store(), this.key);
		await().atMost(DEADLINE).until(() -> calls.get() > before);
	}

	@Test
	void aClosedWatchHearsNoMore() {
		AtomicInteger closed = new AtomicInteger();
		AtomicInteger open = new AtomicInteger();
		TokenCache.Watch watch = store().watch(this.key, closed::incrementAndGet);
		store().watch(this.key, open::incrementAndGet);
		await().atMost(DEADLINE).until(() -> open.get() > 0 && closed.get() > 0);
		watch.close();
		watch.close();
		int before = closed.get();
		int openBefore = open.get();
		increment(store(), this.key);
		// Both would be called by the same thread, the closed one first
		await().atMost(DEADLINE).until(() -> open.get() > openBefore);
		assertThat(closed).hasValue(before);
	}

	@Test
	void aClosedStoreCallsNobodyButStillWorks() {
		TokenCache closed = open();
		AtomicInteger calls = new AtomicInteger();
		closed.watch(this.key, calls::incrementAndGet);
		await().atMost(DEADLINE).until(() -> calls.get() > 0);
		closed.close();
		closed.close();
		closed.watch(key(), calls::incrementAndGet).close();
		increment(closed, this.key);
		assertThat(closed.load(this.key).version()).isEqualTo(1);
	}

}
