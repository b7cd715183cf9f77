package io.github.azuredevicecode;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for {@link AccessToken}.
 */
class AccessTokenTests {

	private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

	@Test
	void theStringFormShowsAllButTheValue() {
		AccessToken token = new AccessToken("canary", NOW, NOW.minusSeconds(60), "Bearer", Set.of("scope"));
		assertThat(token.toString()).contains("2030-01-01T00:00:00Z", "2029-12-31T23:59:00Z", "Bearer", "scope")
			.doesNotContain("canary");
	}

	@Test
	void theScopesAreACopyInTheirOrder() {
		Set<String> scopes = new LinkedHashSet<>(List.of("b", "a"));
		AccessToken token = new AccessToken("value", NOW, null, "Bearer", scopes);
		scopes.add("c");
		assertThat(token.scopes()).containsExactly("b", "a");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> token.scopes().clear());
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "canary\n", "canary\r\nX: y", "canary\u0001", "canary\u00e4", "canary\u200b", "\u007fcanary" })
	void aValueThatNoHeaderCanCarryIsRefusedAndNotQuoted(String value) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new AccessToken(value, NOW, null, "Bearer", Set.of("scope")))
			.withMessageNotContaining("canary")
			.withNoCause();
	}

	@Test
	void onlyTheTimeOfRefreshMayBeMissing() {
		assertThat(new AccessToken("value", NOW, null, "Bearer", Set.of()).refreshAt()).isNull();
		assertThatNullPointerException().isThrownBy(() -> new AccessToken(null, NOW, null, "Bearer", Set.of()));
		assertThatNullPointerException().isThrownBy(() -> new AccessToken("value", null, null, "Bearer", Set.of()));
		assertThatNullPointerException().isThrownBy(() -> new AccessToken("value", NOW, null, null, Set.of()));
	}

}
