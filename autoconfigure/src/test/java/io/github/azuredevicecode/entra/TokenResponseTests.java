package io.github.azuredevicecode.entra;

import java.time.Instant;
import java.util.Set;

import io.github.azuredevicecode.concurrent.Moment;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.credential.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TokenResponse}.
 */
class TokenResponseTests {

	private static final TimeSource TIME = new VirtualTime(Instant.now());

	@ParameterizedTest
	@CsvSource({ "'\"token_type\":\"pop\"', pop", "'\"token_type\":null', Bearer", "'\"token_type\":\"\"', Bearer",
			"'\"expires_in\":60', Bearer" })
	void theTypeIsBearerWhereTheServiceNamesNone(String type, String expected) {
		assertThat(parse("{\"access_token\":\"token\"," + type + "}").toAccessToken(Set.of("scope"), TIME).tokenType())
			.isEqualTo(expected);
	}

	@Test
	void aTokenThatCannotBeSentIsRefusedAndNotQuoted() {
		assertThatIllegalArgumentException().isThrownBy(() -> parse("{\"access_token\":\"canary\\n\"}"))
			.withMessageNotContaining("canary");
	}

	private static TokenResponse parse(String body) {
		return TokenResponse.parse(body, Moment.now(TIME));
	}

}
