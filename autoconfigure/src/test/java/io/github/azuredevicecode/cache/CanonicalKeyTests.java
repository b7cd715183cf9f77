package io.github.azuredevicecode.cache;

import java.util.HexFormat;
import java.util.List;

import javax.crypto.spec.SecretKeySpec;

import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.LoginMode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CanonicalKey}.
 */
class CanonicalKeyTests {

	private static final List<CachedLoginKey> KEYS = List.of(new CachedLoginKey("a", "b", "c", "d", LoginMode.STANDARD),
			new CachedLoginKey("a", "b", "c", "d", LoginMode.CONTINUOUS_ACCESS_EVALUATION),
			new CachedLoginKey("ab", "", "c", "d", LoginMode.STANDARD),
			new CachedLoginKey("", "ab", "c", "d", LoginMode.STANDARD),
			new CachedLoginKey("a", "", "bc", "d", LoginMode.STANDARD),
			new CachedLoginKey("a", "b", "", "cd", LoginMode.STANDARD),
			new CachedLoginKey("a", "b", "cd", "", LoginMode.STANDARD),
			// UTF-8 would write a question mark for either
			new CachedLoginKey("\ud800", "b", "c", "d", LoginMode.STANDARD),
			new CachedLoginKey("\ud801", "b", "c", "d", LoginMode.STANDARD));

	@Test
	void theDigestIsTheSameInEveryProcessAndVersion() {
		assertThat(CanonicalKey.digest(new CachedLoginKey("default", "client", "https://login.microsoftonline.com",
				"tenant", LoginMode.STANDARD)))
			.isEqualTo("d9c0f6376cc9567d0e5c0adc1649d38b5041cb772f32ab58e819fc45ad70c21d");
	}

	@Test
	void theDigestWithASecretIsTheSameInEveryProcessAndVersion() {
		byte[] secret = new byte[32];
		for (int i = 0; i < secret.length; i++) {
			secret[i] = (byte) i;
		}
		CachedLoginKey key = new CachedLoginKey("default", "client", "https://login.microsoftonline.com", "tenant",
				LoginMode.STANDARD);
		assertThat(CanonicalKey.digest(key, new SecretKeySpec(secret, "HmacSHA256")))
			.isEqualTo("e69cb909ce1dc02ff82f600373121208d65050ad5912e9f6e68ae0dca7919bff");
	}

	@Test
	void eachPartCountsAndWhereItEnds() {
		assertThat(KEYS.stream().map(CanonicalKey::digest)).doesNotHaveDuplicates()
			.allMatch((digest) -> digest.matches("[0-9a-f]{64}"));
		assertThat(KEYS.stream().map(CanonicalKey::bytes).map(HexFormat.of()::formatHex)).doesNotHaveDuplicates();
	}

}
