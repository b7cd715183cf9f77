package io.github.azuredevicecode.entra;

import java.time.Instant;
import java.util.Set;

import io.github.azuredevicecode.concurrent.Moment;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.credential.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TokenResponse}.
 */
class TokenResponseTests {

	private static final TimeSource TIME = new VirtualTime(Instant.now());

	@ParameterizedTest
	@ValueSource(strings = { "pop", "mac", "DPoP", "ssh-cert" })
	void aTokenOfAnotherTypeIsRefused(String type) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> parse("{\"access_token\":\"canary\",\"token_type\":\"" + type + "\"}"))
			.withMessage("the access token is no bearer token");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"token_type\":\"Bearer\"", "\"token_type\":\"bearer\"", "\"token_type\":null",
			"\"token_type\":\"\"", "\"expires_in\":60" })
	void theTypeIsBearerWhateverItsCaseAndWhereItIsMissing(String type) {
		assertThat(parse("{\"access_token\":\"token\"," + type + "}").toAccessToken(Set.of("scope"), TIME).tokenType())
			.isEqualToIgnoringCase("Bearer");
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
