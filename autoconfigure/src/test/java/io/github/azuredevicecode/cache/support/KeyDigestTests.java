package io.github.azuredevicecode.cache.support;

import java.util.List;

import io.github.azuredevicecode.CachedLoginKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeyDigest}.
 */
class KeyDigestTests {

	@Test
	void theDigestIsTheSameInEveryProcessAndVersion() {
		assertThat(KeyDigest
			.of(new CachedLoginKey("default", "client", "https://login.microsoftonline.com", "tenant", false)))
			.isEqualTo("ab624cdafeb356e25b91d976cb533ff8e95536603a10f2d49eb7e97bb77efec4");
	}

	@Test
	void eachPartCountsAndWhereItEnds() {
		List<CachedLoginKey> keys = List.of(new CachedLoginKey("a", "b", "c", "d", false),
				new CachedLoginKey("a", "b", "c", "d", true), new CachedLoginKey("ab", "", "c", "d", false),
				new CachedLoginKey("", "ab", "c", "d", false), new CachedLoginKey("a", "", "bc", "d", false),
				new CachedLoginKey("a", "b", "", "cd", false), new CachedLoginKey("a", "b", "cd", "", false));
		assertThat(keys.stream().map(KeyDigest::of)).doesNotHaveDuplicates()
			.allMatch((digest) -> digest.matches("[0-9a-f]{64}"));
	}

}
