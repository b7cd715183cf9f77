package io.github.azuredevicecode.entra;

import java.util.Map;

import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.entra.http.EntraResponse;
import io.github.azuredevicecode.json.JsonObjects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Errors of a service that repeats what it was sent.
 */
class ServiceErrorParserTests {

	private static final String SECRET = "secret-".repeat(40);

	private static ServiceError parse(Map<String, String> json) {
		ServiceError error = ServiceErrorParser.parse(new EntraResponse(400, Map.of(), JsonObjects.write(json)),
				SECRET);
		assertThat(error).isNotNull();
		return error;
	}

	@Test
	void aSecretIsNotLeftWhereTheTextIsShortened() {
		for (int length : new int[] { 0, 3900, 4000, 4095, 4096, 5000 }) {
			assertThat(parse(Map.of("error", "invalid_grant", "error_description", "x".repeat(length) + SECRET))
				.description()).doesNotContain("secret");
		}
	}

	@Test
	void aSecretIsInNoPartOfAnError() {
		ServiceError error = parse(Map.of("error", "e " + SECRET, "error_description", "d " + SECRET, "correlation_id",
				"c " + SECRET, "claims", "{\"a\":\"" + SECRET + "\"}"));
		assertThat(error.toString()).contains("e ***", "d ***", "c ***").doesNotContain("secret");
	}

	@Test
	void aSecretDoesNotHideBehindCharactersThatShowNothing() {
		String hidden = SECRET.replace("e", "e\u200B");
		assertThat(parse(Map.of("error", "e", "error_description", hidden)).description()).isEqualTo("***");
	}

	@Test
	void aShortSecretThatStandsInACodeByChanceChangesNoCode() {
		ServiceError error = ServiceErrorParser.parse(
				new EntraResponse(400, Map.of(), "{\"error\":\"authorization_pending\",\"error_description\":\"d\"}"),
				"d");
		assertThat(error).isNotNull()
			.satisfies((pending) -> assertThat(pending.errorCode()).isEqualTo("authorization_pending"))
			.satisfies((pending) -> assertThat(pending.description()).isEqualTo("***"));
	}

}
