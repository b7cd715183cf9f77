package io.github.azuredevicecode.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.SignInTimedOutException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How failures of the device flow are named and what they carry, and which of them do not
 * end it.
 */
@Tag("contract-1.9")
class FailureContractTests extends ContractFixture {

	@Test
	void withoutADescriptionTheErrorCodeIsTheText() {
		this.entra.onDeviceCode(ScriptedEntra.json(400, "{\"error\":\"invalid_request\"}"));
		try (DeviceCodeCredential credential = credential().build()) {
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("scope"))
				.withMessage("Couldn't begin authentication: invalid_request")
				.satisfies((ex) -> assertThat(ex.getAadstsCode()).isNull());
			this.entra.deviceCode().onToken(ScriptedEntra.json(400, "{\"error\":\"bad_verification_code\"}"));
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("scope"))
				.withMessage("Authentication failed: bad_verification_code");
		}
	}

	@Test
	void entrasCodeMayStandInTheListOfCodesAloneAndTheCorrelationIdInAHeader() {
		this.entra.onDeviceCode(new MockResponse.Builder().code(400)
			.addHeader("client-request-id", "correlation-of-header")
			.body("{\"error\":\"unauthorized_client\",\"error_codes\":[700016,1]}")
			.build());
		try (DeviceCodeCredential credential = credential().build()) {
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("scope"))
				.withMessageStartingWith("Couldn't begin authentication: unauthorized_client")
				.withMessageContaining("Advice: ")
				.satisfies((ex) -> {
					assertThat(ex.getAadstsCode()).isEqualTo("AADSTS700016");
					assertThat(ex.getCorrelationId()).isEqualTo("correlation-of-header");
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "AADSTS53003", "AADSTS530036", "AADSTS7000218", "AADSTS700016" })
	@Tag("contract-2.3")
	void knownCodesComeWithAdvice(String code) {
		this.entra.deviceCode().tokenError("invalid_request", code + ": no");
		try (DeviceCodeCredential credential = credential().build()) {
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("scope"))
				.withMessageStartingWith(
						"Authentication failed: " + code + ": no" + System.lineSeparator() + "Advice: ")
				.satisfies((ex) -> assertThat(ex.getAdvice()).isNotBlank());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Bearer", "Basic realm=\"x\"" })
	@Tag("contract-2.3")
	void anInvalidClientWithStatus401StopsAtOnce(String challenge) {
		MockResponse.Builder answer = new MockResponse.Builder().code(401)
			.body("{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000218: no public client\"}");
		if (!challenge.isEmpty()) {
			answer.addHeader("WWW-Authenticate", challenge);
		}
		this.entra.deviceCode().onToken(answer.build());
		try (DeviceCodeCredential credential = credential().build()) {
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("scope"))
				.satisfies((ex) -> assertThat(ex.getAadstsCode()).isEqualTo("AADSTS7000218"));
		}
		assertThat(this.entra.tokenRequests()).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource
	void aFailureOfTheHandlerEndsTheAttemptAndIsTheCause(Throwable cause) {
		this.entra.deviceCodeThatIsNotPolled(900);
		try (DeviceCodeCredential credential = credential().promptHandler((prompt) -> {
			if (cause instanceof Error error) {
				throw error;
			}
			throw (RuntimeException) cause;
		}).build()) {
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("scope"))
				.withMessage("Authentication failed: " + cause.getMessage())
				.withCause(cause);
		}
		assertThat(this.entra.tokenRequests()).isEmpty();
	}

	static List<Throwable> aFailureOfTheHandlerEndsTheAttemptAndIsTheCause() {
		return List.of(new IllegalStateException("no terminal"), new AssertionError("of the handler"));
	}

	@Test
	@Tag("contract-3.10")
	void aTokenWithoutALifetimeLivesForAnHour() {
		this.entra.deviceCode()
			.token("first", 3600)
			.onToken(ScriptedEntra.json(200, "{\"token_type\":\"Bearer\",\"access_token\":\"second\"}"));
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken("scope");
			assertThat(credential.getToken("other").expiresAt()).isBetween(Instant.now().plusSeconds(3500),
					Instant.now().plusSeconds(3600));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 429, 500, 502, 503, 504 })
	@Tag("contract-1.5")
	void aFaultOfTheServiceDoesNotEndTheSignIn(int status) {
		this.entra.deviceCode()
			.pending()
			.onToken(ScriptedEntra.body(status, "text/html", "<html>busy</html>"))
			.token("first", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			assertThat(credential.getToken("scope").value()).isEqualTo("first");
		}
		assertThat(this.prompts.prompts()).hasSize(1);
	}

	@Test
	@Tag("contract-1.5")
	void whatIsNoAnswerDoesNotEndTheSignIn() {
		this.entra.deviceCode()
			.onToken(ScriptedEntra.hanging())
			.onToken(ScriptedEntra.body(200, "text/html", "<html>Welcome to the hotel</html>"))
			.onToken(ScriptedEntra.json(200, "{\"access_token\":\"x\",\"access_token\":\"y\",\"expires_in\":1}"))
			.onToken(ScriptedEntra.json(400, "{\"error\":\"temporarily_unavailable\"}"))
			.token("first", 3600);
		try (DeviceCodeCredential credential = credential().readTimeout(Duration.ofSeconds(2)).build()) {
			assertThat(credential.getToken("scope").value()).isEqualTo("first");
		}
	}

	@Test
	@Tag("contract-3.6")
	void atTheEndTheLastFaultIsToldAndNotMistakenForTheReason() {
		this.entra.onDeviceCode(ScriptedEntra.json(200, ScriptedEntra.deviceCodeBody("device-code", 1)))
			.onToken(ScriptedEntra.json(400,
					"{\"error\":\"slow_down\",\"error_description\":\"AADSTS70008: too fast\"}"));
		try (DeviceCodeCredential credential = credential().build()) {
			assertThatExceptionOfType(SignInTimedOutException.class).isThrownBy(() -> credential.getToken("scope"))
				.withMessageStartingWith("Timed out waiting for user to authenticate")
				.withMessageNotContaining("too fast");
		}
	}

	@Test
	void accessDeniedIsADecline() {
		this.entra.deviceCode().tokenError("access_denied", "AADSTS65004: User declined to consent.");
		try (DeviceCodeCredential credential = credential().build()) {
			assertThatExceptionOfType(SignInDeclinedException.class).isThrownBy(() -> credential.getToken("scope"));
		}
	}

	@Test
	@Tag("contract-2.1")
	void everyAttemptHasAnIdOfItsOwnThatThePromptKnows() {
		this.entra.deviceCode().tokenError("access_denied", "no").deviceCode().token("first", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			assertThatExceptionOfType(SignInDeclinedException.class).isThrownBy(() -> credential.getToken("scope"));
			credential.getToken("scope");
		}
		assertThat(this.entra.requests()).extracting((request) -> request.headers().get("client-request-id"))
			.containsExactly(this.prompts.prompts().get(0).attemptId(), this.prompts.prompts().get(0).attemptId(),
					this.prompts.prompts().get(1).attemptId(), this.prompts.prompts().get(1).attemptId());
		assertThat(this.prompts.prompts().get(0).attemptId()).isNotEqualTo(this.prompts.prompts().get(1).attemptId());
	}

	@Test
	@Tag("contract-1.5")
	void specialCharactersReachTheServiceAsTheyAre() {
		String claims = "{\"access_token\":{\"x\":\"a+b&c=d% \u00e9\"}}";
		this.entra.onDeviceCode(ScriptedEntra.json(200, ScriptedEntra.deviceCodeBody("de+vice&code=% \u00e9", 900)))
			.token("first", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken(TokenRequest.of("api://a+b/x%20y&z").withClaims(claims));
		}
		assertThat(this.entra.requests().get(0).form()).containsEntry("claims", claims)
			.extractingByKey("scope")
			.asString()
			.startsWith("api://a+b/x%20y&z ");
		assertThat(this.entra.requests().get(1).form()).containsEntry("device_code", "de+vice&code=% \u00e9");
	}

}
