package io.github.azuredevicecode.cache.codec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

import io.github.azuredevicecode.TokenCacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What can be an encryption key.
 */
class EncryptionKeysTests {

	private static final byte[] MATERIAL = material(0xfb);

	private static final String FIRST = Base64.getEncoder().encodeToString(MATERIAL);

	private static final String SECOND = Base64.getEncoder().encodeToString(material(2));

	@TempDir
	private Path directory;

	@Test
	void aKeyIsTheSameInEachOfItsForms() {
		String id = EncryptionKeys.of(FIRST).ids().get(0);
		Base64.Encoder url = Base64.getUrlEncoder();
		assertThat(FIRST).contains("+").endsWith("=");
		assertThat(EncryptionKeys
			.of("  " + FIRST + "\n", FIRST.replace("=", ""), url.encodeToString(MATERIAL),
					url.withoutPadding().encodeToString(MATERIAL), HexFormat.of().formatHex(MATERIAL),
					HexFormat.of().withUpperCase().formatHex(MATERIAL))
			.ids()).containsExactly(id);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "correct horse battery staple", "correct horse battery staple, and then some",
			"AAECAwQFBgcICQoLDA0ODw==", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g",
			"000102030405060708090a0b0c0d0e0f", "zz0102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f" })
	void refusesAnythingElseWithAdviceAndDoesNotQuoteIt(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> EncryptionKeys.of(text))
			.withMessageContaining("openssl rand -base64 32")
			.withNoCause()
			.satisfies((ex) -> {
				if (!text.isBlank()) {
					assertThat(ex.getMessage()).doesNotContain(text);
				}
			});
	}

	@Test
	void tellsWhichPreviousKeyIsWrong() {
		assertThatIllegalArgumentException().isThrownBy(() -> EncryptionKeys.of(FIRST, SECOND, "short"))
			.withMessageStartingWith("Previous encryption key 2 ");
	}

	@Test
	void showsIdsAlone() {
		EncryptionKeys keys = EncryptionKeys.of(FIRST, SECOND);
		assertThat(keys.ids()).hasSize(2).allMatch((id) -> id.matches("[0-9a-f]{16}"));
		assertThat(keys).hasToString("EncryptionKeys" + keys.ids());
		assertThat(keys.current()).hasToString(keys.ids().get(0));
		assertThat(HexFormat.of().formatHex(MATERIAL)).doesNotContain(keys.ids().get(0));
	}

	@Test
	void aNameKeyIsNotShownAndNotQuoted() {
		EncryptionKeys keys = EncryptionKeys.of(FIRST);
		assertThat(keys.withNameKey(SECOND)).hasToString(keys.toString());
		assertThatIllegalArgumentException().isThrownBy(() -> keys.withNameKey("a passphrase"))
			.withMessageStartingWith("The name key ")
			.withMessageContaining("openssl rand -base64 32")
			.withMessageNotContaining("a passphrase")
			.withNoCause();
	}

	@Test
	void aNameKeyDoesNotDecrypt() {
		EncryptionKeys keys = EncryptionKeys.of(FIRST).withNameKey(SECOND);
		assertThat(keys.find(EncryptionKeys.of(SECOND).ids().get(0))).isNull();
	}

	@Test
	void readsAFileWhoseFirstLineIsCurrent() throws Exception {
		Path file = Files.writeString(this.directory.resolve("keys"), FIRST + "\r\n\n " + SECOND + " \n");
		assertThat(EncryptionKeys.fromFile(file).ids()).isEqualTo(EncryptionKeys.of(FIRST, SECOND).ids());
		Files.writeString(file, SECOND);
		assertThat(EncryptionKeys.fromFile(file).ids()).isEqualTo(EncryptionKeys.of(SECOND).ids());
	}

	@Test
	void readsAFileThroughALinkAsKubernetesMakesIt() throws Exception {
		Path file = Files.writeString(this.directory.resolve("..data"), FIRST);
		Path link = Files.createSymbolicLink(this.directory.resolve("key"), file);
		assertThat(EncryptionKeys.fromFile(link).ids()).isEqualTo(EncryptionKeys.of(FIRST).ids());
	}

	@Test
	void refusesAFileThatHoldsNoKeyAndNamesIt() throws Exception {
		Path file = this.directory.resolve("keys");
		for (byte[] content : new byte[][] { {}, "\n".getBytes(), MATERIAL, new byte[100_000], "secret".getBytes() }) {
			Files.write(file, content);
			assertThatIllegalArgumentException().isThrownBy(() -> EncryptionKeys.fromFile(file))
				.withMessageContaining(file.toString())
				.withMessageContaining("openssl rand -base64 32")
				.withMessageNotContaining("secret");
		}
	}

	@Test
	void refusesAFileThatIsMissing() {
		Path file = this.directory.resolve("missing");
		assertThatExceptionOfType(TokenCacheException.class).isThrownBy(() -> EncryptionKeys.fromFile(file))
			.withMessageContaining(file.toString());
	}

	private static byte[] material(int value) {
		byte[] material = new byte[32];
		Arrays.fill(material, (byte) value);
		return material;
	}

}
