package io.github.azuredevicecode.credential.signin;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.concurrent.Moment;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.entra.TokenResponse;
import io.github.azuredevicecode.entra.http.EntraResponse;
import io.github.azuredevicecode.json.JsonObjects;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the authority answers is read or refused, and what is shown of it is safe.
 */
class ResponseFuzzTests {

	private static final Moment NOW = new Moment(0, Instant.EPOCH);

	private static final AuthoritySettings SETTINGS = new AuthoritySettings("client", "tenant",
			"https://login.microsoftonline.com", List.of(), false, false);

	@FuzzTest(maxDuration = "1m")
	void deviceCodeAnswer(byte[] input) {
		try {
			DeviceAuthorizationResponse authorization = DeviceAuthorizationResponse
				.parse(new String(input, StandardCharsets.UTF_8), NOW);
			assertThat(authorization.userCode()).isNotEmpty().doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
			assertThat(authorization.message()).doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
			assertThat(authorization.verificationUri().toString()).doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
			assertThat(authorization.lifetime().isNegative()).isFalse();
		}
		catch (IllegalArgumentException ex) {
			assertThat(ex.getMessage()).isNotBlank();
		}
	}

	@FuzzTest(maxDuration = "1m")
	void tokenAnswer(byte[] input) {
		try {
			TokenResponse answer = TokenResponse.parse(new String(input, StandardCharsets.UTF_8), NOW);
			assertThat(JsonObjects.parse(answer.serialize())).containsKey("access_token");
			AuthenticationRecord record = AuthenticationRecords.of(answer, SETTINGS, "tenant");
			assertThat(record.serialize()).isNotEmpty();
			assertThat(JsonObjects.parse(answer.withAccount(record.homeAccountId(), "client").serialize()))
				.containsKey("access_token");
		}
		catch (IllegalArgumentException ex) {
			assertThat(ex.getMessage()).isNotBlank();
		}
	}

	@FuzzTest(maxDuration = "1m")
	void idToken(byte[] input) {
		String idToken = "e30." + Base64.getUrlEncoder().encodeToString(input) + ".";
		TokenResponse answer = TokenResponse.parse("{\"access_token\":\"token\",\"id_token\":\"" + idToken + "\"}",
				NOW);
		AuthenticationRecord record = AuthenticationRecords.of(answer, SETTINGS, "tenant");
		assertThat(record.username()).isNotBlank().doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
		assertThat(AuthenticationRecord.deserialize(record.serialize())).isEqualTo(record);
		assertThat(answer.withAccount(record.homeAccountId(), "client").idTokenClaims()).isNotNull();
	}

	@FuzzTest(maxDuration = "1m")
	void poll(byte[] input) {
		if (input.length > 0) {
			int status = 200 + 100 * Math.floorMod(input[0], 4);
			assertThat(PollOutcome.of(
					new EntraResponse(status, Map.of(), new String(input, 1, input.length - 1, StandardCharsets.UTF_8)),
					"code", NOW))
				.isNotNull();
		}
	}

}
