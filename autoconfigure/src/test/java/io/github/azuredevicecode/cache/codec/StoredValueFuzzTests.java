package io.github.azuredevicecode.cache.codec;

import java.util.Arrays;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.SampleLogins;
import io.github.azuredevicecode.cache.UnreadableLoginException;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * A value of a store is read or refused, what was read can be written again, and an
 * encrypted value that was changed is refused.
 */
class StoredValueFuzzTests {

	private final LoginCodec plain = new JsonLoginCodec();

	private final LoginCodec encrypted = new EncryptedLoginCodec(this.plain, EncryptionKeys.of("5e".repeat(32)));

	private final byte[] written = this.encrypted.encode(SampleLogins.KEY, SampleLogins.signedIn("{}"));

	@FuzzTest(maxDuration = "1m")
	void storedValue(byte[] input) throws Exception {
		CachedLogin login = read(this.plain, input);
		if (login != null) {
			assertThat(read(this.plain, this.plain.encode(SampleLogins.KEY, login))).isEqualTo(login);
			assertThat(read(this.encrypted, this.encrypted.encode(SampleLogins.KEY, login))).isEqualTo(login);
		}
		if (read(this.encrypted, input) != null || read(this.encrypted, changed(input)) != null) {
			fail("A value was accepted that the key has not encrypted");
		}
	}

	private byte[] changed(byte[] input) {
		byte[] changed = this.written.clone();
		for (int index = 0; index < input.length; index++) {
			changed[index % changed.length] ^= input[index];
		}
		return Arrays.equals(changed, this.written) ? Arrays.copyOf(changed, changed.length - 1) : changed;
	}

	private static @Nullable CachedLogin read(LoginCodec codec, byte[] bytes) {
		try {
			return codec.decode(SampleLogins.KEY, bytes);
		}
		catch (UnreadableLoginException ex) {
			assertThat(ex.getMessage()).isNotBlank().hasSizeLessThan(600);
			return null;
		}
	}

}
