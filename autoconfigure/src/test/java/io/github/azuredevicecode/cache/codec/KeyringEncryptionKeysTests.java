package io.github.azuredevicecode.cache.codec;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.github.azuredevicecode.TokenCacheException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link KeyringEncryptionKeys}.
 */
class KeyringEncryptionKeysTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final Ring ring = new Ring();

	@Test
	void aKeyIsMadeOnceAndFoundAgain() {
		EncryptionKeys made = KeyringEncryptionKeys.obtain(() -> this.ring, LIMIT);
		EncryptionKeys found = KeyringEncryptionKeys.obtain(() -> this.ring, LIMIT);
		assertThat(made.ids()).hasSize(1).isEqualTo(found.ids());
		assertThat(this.ring.writes).isEqualTo(1);
	}

	@Test
	void aKeyringThatNeverAnswersEndsInAdvice() {
		CountDownLatch never = new CountDownLatch(1);
		assertThatExceptionOfType(TokenCacheException.class).isThrownBy(() -> KeyringEncryptionKeys.obtain(() -> {
			never.await();
			return this.ring;
		}, Duration.ofMillis(50)))
			.withMessageContaining("did not answer within PT0.05S")
			.withMessageContaining("azure.identity.device-code.token-cache.type=file");
	}

	@Test
	void aKeyringThatFailsEndsInAdvice() {
		NoClassDefFoundError missing = new NoClassDefFoundError("com/sun/jna/Library");
		assertThatExceptionOfType(TokenCacheException.class).isThrownBy(() -> KeyringEncryptionKeys.obtain(() -> {
			throw missing;
		}, LIMIT)).withMessageContaining("msal4j-persistence-extension").withCause(missing);
	}

	@Test
	void aForeignSecretIsNotTakenForAKeyAndNotShown() {
		this.ring.secret = "somebody's password".getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(TokenCacheException.class)
			.isThrownBy(() -> KeyringEncryptionKeys.obtain(() -> this.ring, LIMIT))
			.withMessageContaining("something other than a key")
			.satisfies((failure) -> assertThat(failure).hasMessageNotContaining("somebody"));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void withoutADesktopSessionTheRealKeyringEndsInAdvice(@TempDir Path directory) {
		Assumptions.assumeTrue(System.getenv("DBUS_SESSION_BUS_ADDRESS") == null);
		assertThatExceptionOfType(TokenCacheException.class)
			.isThrownBy(() -> KeyringEncryptionKeys.obtain(directory, LIMIT))
			.withMessageContaining("desktop session");
	}

	/**
	 * A keyring in memory.
	 */
	private static final class Ring implements KeyringEncryptionKeys.Keyring {

		private byte @Nullable [] secret;

		private int writes;

		@Override
		public byte @Nullable [] read() {
			return this.secret;
		}

		@Override
		public void write(byte[] secret) {
			this.writes++;
			this.secret = secret;
		}

	}

}
