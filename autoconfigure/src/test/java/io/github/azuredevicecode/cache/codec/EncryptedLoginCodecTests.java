package io.github.azuredevicecode.cache.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.cache.CanonicalKey;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.SampleLogins;
import io.github.azuredevicecode.cache.UnreadableLoginException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What encryption protects a stored login from.
 */
class EncryptedLoginCodecTests {

	private static final String OLD = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

	private static final String NEW = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";

	private static final int HEADER_LENGTH = 4 + 1 + 8 + 12;

	private final EncryptedLoginCodec codec = codec(OLD);

	private final CachedLogin login = SampleLogins.signedIn("tokens").withPending(SampleLogins.PENDING);

	private final byte[] bytes = this.codec.encode(SampleLogins.KEY, this.login);

	@Test
	void readsAllThatItHasWritten() throws Exception {
		assertThat(this.codec.decode(SampleLogins.KEY, this.bytes)).isEqualTo(this.login);
	}

	@Test
	void showsNothingOfTheLogin() {
		String text = new String(this.bytes, StandardCharsets.ISO_8859_1);
		assertThat(text).startsWith("ADCL\u0001").doesNotContain("tokens", "ada", "contoso", "client-1", "ABC-123");
	}

	@Test
	void neverUsesANonceTwice() {
		Set<String> nonces = new HashSet<>();
		for (int i = 0; i < 1000; i++) {
			byte[] encoded = this.codec.encode(SampleLogins.KEY, this.login);
			nonces.add(Arrays.toString(Arrays.copyOfRange(encoded, HEADER_LENGTH - 12, HEADER_LENGTH)));
		}
		assertThat(nonces).hasSize(1000);
	}

	@Test
	void refusesAValueOfWhichAnyOneBitWasChanged() {
		for (int i = 0; i < this.bytes.length; i++) {
			byte[] changed = this.bytes.clone();
			changed[i] ^= (byte) (1 << (i % 8));
			assertUnreadable(this.codec, SampleLogins.KEY, changed);
		}
	}

	@Test
	void refusesAValueThatWasCutAtAnyPlace() {
		for (int length = 0; length < this.bytes.length; length++) {
			assertUnreadable(this.codec, SampleLogins.KEY, Arrays.copyOf(this.bytes, length));
		}
		assertUnreadable(this.codec, SampleLogins.KEY, Arrays.copyOf(this.bytes, this.bytes.length + 1));
	}

	@Test
	void refusesAValueThatWasMovedToAnotherKey() {
		// A delegate that does not notice by itself
		EncryptedLoginCodec careless = new EncryptedLoginCodec(new LoginCodec() {

			@Override
			public byte[] encode(CachedLoginKey key, CachedLogin login) {
				return new byte[0];
			}

			@Override
			public CachedLogin decode(CachedLoginKey key, byte[] bytes) {
				return CachedLogin.NONE;
			}

		}, EncryptionKeys.of(OLD));
		byte[] moved = careless.encode(SampleLogins.KEY, this.login);
		assertUnreadable(careless, SampleLogins.OTHER_KEY, moved);
	}

	@Test
	void twoKeysNeverHaveTheSameForm() {
		Set<String> forms = new HashSet<>();
		for (CachedLoginKey key : Set.of(new CachedLoginKey("ab", "c", "d", "e", LoginMode.STANDARD),
				new CachedLoginKey("a", "bc", "d", "e", LoginMode.STANDARD),
				new CachedLoginKey("a", "b", "cd", "e", LoginMode.STANDARD),
				new CachedLoginKey("a", "b", "c", "de", LoginMode.STANDARD),
				new CachedLoginKey("abcde", "", "", "", LoginMode.STANDARD),
				new CachedLoginKey("", "", "", "abcde", LoginMode.STANDARD),
				new CachedLoginKey("a", "b", "c", "de", LoginMode.CONTINUOUS_ACCESS_EVALUATION),
				new CachedLoginKey("a", "b", "c", "d\ud800", LoginMode.STANDARD),
				new CachedLoginKey("a", "b", "c", "d?", LoginMode.STANDARD))) {
			forms.add(Arrays.toString(CanonicalKey.bytes(key)));
		}
		assertThat(forms).hasSize(9);
	}

	@Test
	void refusesWhatIsNotEncrypted() {
		assertUnreadable(this.codec, SampleLogins.KEY, new JsonLoginCodec().encode(SampleLogins.KEY, this.login));
	}

	@Test
	void writesWithTheCurrentKeyAndReadsWithPreviousOnes() throws Exception {
		EncryptedLoginCodec rotated = codec(NEW, OLD);
		assertThat(rotated.decode(SampleLogins.KEY, this.bytes)).isEqualTo(this.login);
		byte[] rewritten = rotated.encode(SampleLogins.KEY, this.login);
		assertThat(codec(NEW).decode(SampleLogins.KEY, rewritten)).isEqualTo(this.login);
	}

	@Test
	void tellsWhichKeyIsMissing() {
		String written = EncryptionKeys.of(OLD).ids().get(0);
		String here = EncryptionKeys.of(NEW).ids().get(0);
		assertThatExceptionOfType(UnreadableLoginException.class)
			.isThrownBy(() -> codec(NEW).decode(SampleLogins.KEY, this.bytes))
			.withMessageContaining("written with key id " + written + ", configured keys: " + here)
			.withMessageContaining("Add that key to azure.identity.device-code.token-cache.encryption.previous-keys")
			.extracting(UnreadableLoginException::getKind)
			.isEqualTo(UnreadableLoginException.Kind.UNKNOWN_KEY);
	}

	@Test
	void tellsANewerFormat() {
		byte[] newer = this.bytes.clone();
		newer[4] = 2;
		assertThatExceptionOfType(UnreadableLoginException.class)
			.isThrownBy(() -> this.codec.decode(SampleLogins.KEY, newer))
			.extracting(UnreadableLoginException::getKind)
			.isEqualTo(UnreadableLoginException.Kind.NEWER_FORMAT);
	}

	private static void assertUnreadable(LoginCodec codec, CachedLoginKey key, byte[] bytes) {
		assertThatExceptionOfType(UnreadableLoginException.class).isThrownBy(() -> codec.decode(key, bytes))
			.withNoCause();
	}

	private static EncryptedLoginCodec codec(String current, String... previous) {
		return new EncryptedLoginCodec(new JsonLoginCodec(), EncryptionKeys.of(current, previous));
	}

}
