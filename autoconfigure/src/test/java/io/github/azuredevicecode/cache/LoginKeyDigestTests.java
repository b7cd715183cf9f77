package io.github.azuredevicecode.cache;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoginKeyDigest}.
 */
class LoginKeyDigestTests {

	@Test
	void theDigestIsTheSameInEveryProcessAndVersion() {
		assertThat(LoginKeyDigest
			.of(new LoginKey("default", "client", "https://login.microsoftonline.com", "tenant", false)))
			.isEqualTo("ab624cdafeb356e25b91d976cb533ff8e95536603a10f2d49eb7e97bb77efec4");
	}

	@Test
	void eachPartCountsAndWhereItEnds() {
		List<LoginKey> keys = List.of(new LoginKey("a", "b", "c", "d", false), new LoginKey("a", "b", "c", "d", true),
				new LoginKey("ab", "", "c", "d", false), new LoginKey("", "ab", "c", "d", false),
				new LoginKey("a", "", "bc", "d", false), new LoginKey("a", "b", "", "cd", false),
				new LoginKey("a", "b", "cd", "", false));
		assertThat(keys.stream().map(LoginKeyDigest::of)).doesNotHaveDuplicates()
			.allMatch((digest) -> digest.matches("[0-9a-f]{64}"));
	}

}
