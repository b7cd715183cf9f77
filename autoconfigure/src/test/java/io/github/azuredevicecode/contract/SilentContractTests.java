package io.github.azuredevicecode.contract;

import java.time.Duration;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.AuthenticationRequiredException;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import mockwebserver3.MockResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What happens to a login after the sign-in, as long as no user is needed, and when one
 * is.
 */
@Tag("contract-1.4")
class SilentContractTests extends ContractFixture {

	private static final String MFA = "{\"access_token\":{\"capolids\":{\"essential\":true,\"values\":[\"c1\"]}}}";

	@Test
	void withoutARefreshTokenTheUserIsPromptedAgain() {
		this.entra.deviceCode().onToken(withoutRefreshToken("first")).deviceCode().token("second", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken("scope");
			assertThat(credential.getToken("other").value()).isEqualTo("second");
		}
		assertThat(this.entra.refreshRequests()).isEmpty();
		assertThat(this.prompts.prompts()).hasSize(2);
	}

	@Test
	void theNewestRefreshTokenIsUsed() {
		this.entra.deviceCode().token("first", 3600).token("second", 3600).token("third", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken("a");
			credential.getToken("b");
			credential.getToken("c");
		}
		assertThat(this.entra.refreshRequests()).extracting((request) -> request.form().get("refresh_token"))
			.containsExactly("refresh-of-first", "refresh-of-second");
	}

	@Test
	void anAnswerWithoutARefreshTokenLeavesTheOldOne() {
		this.entra.deviceCode().token("first", 3600).onToken(withoutRefreshToken("second")).token("third", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken("a");
			credential.getToken("b");
			assertThat(credential.getToken("c").value()).isEqualTo("third");
		}
		assertThat(this.entra.refreshRequests()).extracting((request) -> request.form().get("refresh_token"))
			.containsExactly("refresh-of-first", "refresh-of-first");
	}

	@Test
	void anAnswerToARefreshNeedsNoIdToken() {
		this.entra.deviceCode()
			.token("first", 3600)
			.onToken(ScriptedEntra.json(200,
					"{\"token_type\":\"Bearer\",\"access_token\":\"second\",\"expires_in\":3600,\"refresh_token\":\"r\"}"))
			.token("third", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken("a");
			AuthenticationRecord record = credential.authenticationRecord().orElseThrow();
			assertThat(credential.getToken("b").value()).isEqualTo("second");
			assertThat(credential.getToken("b").value()).isEqualTo("second");
			assertThat(credential.getToken("c").value()).isEqualTo("third");
			assertThat(credential.authenticationRecord()).contains(record);
		}
		assertThat(this.prompts.prompts()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 429, 500, 503 })
	void aFaultThatNamesAUserErrorIsStillAFault(int status) {
		try (DeviceCodeCredential credential = signedIn()) {
			this.entra.onToken(ScriptedEntra.json(status,
					"{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS70000: of a gateway\"}"));
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("other"))
				.isNotInstanceOf(AuthenticationRequiredException.class);
		}
		assertThat(this.prompts.prompts()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "bad_token", "token_expired", "protection_policy_required", "client_mismatch",
			"device_authentication_failed", "basic_action", "additional_action", "message_only", "consent_required",
			"user_password_expired" })
	@Tag("contract-2.3")
	void everySuberrorOfAnInvalidGrantNeedsAUser(String suberror) {
		try (DeviceCodeCredential credential = signedIn()) {
			this.entra.onToken(ScriptedEntra.json(400,
					"{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS65001: x\",\"suberror\":\"" + suberror
							+ "\"}"))
				.deviceCode()
				.token("second", 3600);
			assertThat(credential.getToken("other").value()).isEqualTo("second");
		}
		assertThat(this.prompts.prompts()).hasSize(2);
	}

	@Test
	void anAnswerThatIsAPageIsAnErrorAndNoPrompt() {
		try (DeviceCodeCredential credential = signedIn()) {
			this.entra.onToken(ScriptedEntra.body(200, "text/html", "<html>Welcome to the hotel</html>"));
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("other"))
				.withMessageStartingWith("Authentication failed: JSON is invalid: ")
				.withMessageContaining("localhost:");
			this.entra.token("second", 3600);
			assertThat(credential.getToken("other").value()).isEqualTo("second");
		}
		assertThat(this.prompts.prompts()).hasSize(1);
	}

	@Test
	void aRedirectOfARefreshIsNotFollowed() {
		try (DeviceCodeCredential credential = signedIn()) {
			this.entra.onToken(new MockResponse.Builder().code(307)
				.addHeader("Location", this.entra.authority() + "/elsewhere/token")
				.build());
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("other"))
				.withMessageContaining("307");
		}
		assertThat(this.entra.requests()).extracting(ScriptedEntra.Request::path).doesNotContain("/elsewhere/token");
	}

	@Test
	void anAnswerThatNeverComesNamesTheSettingAndDoesNotPrompt() {
		this.entra.deviceCode().token("first", 3600);
		try (DeviceCodeCredential credential = credential().readTimeout(Duration.ofSeconds(2)).build()) {
			credential.getToken("scope");
			this.entra.onToken(ScriptedEntra.hanging());
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("other"))
				.withMessageContaining("azure.identity.device-code.http.read-timeout");
			this.entra.token("second", 3600);
			assertThat(credential.getToken("other").value()).isEqualTo("second");
		}
		assertThat(this.prompts.prompts()).hasSize(1);
	}

	@Test
	void aRecordAloneIsNoLogin() {
		AuthenticationRecord record = new AuthenticationRecord(this.entra.authority().substring(8),
				ScriptedEntra.CLIENT_ID, "oid.tid", ScriptedEntra.TENANT_ID, "ada@contoso.example");
		this.entra.deviceCode().token("first", 3600);
		try (DeviceCodeCredential credential = credential().authenticationRecord(record).build();
				DeviceCodeCredential disabled = credential().authenticationRecord(record)
					.disableAutomaticAuthentication(true)
					.build()) {
			assertThatExceptionOfType(AuthenticationRequiredException.class)
				.isThrownBy(() -> disabled.getToken("scope"));
			assertThat(this.entra.requests()).isEmpty();
			assertThat(credential.getToken("scope").value()).isEqualTo("first");
			assertThat(credential.authenticationRecord()).get().isNotEqualTo(record);
		}
		assertThat(this.entra.requests().get(0).path()).startsWith("/" + ScriptedEntra.TENANT_ID + "/");
	}

	@Test
	void whereAutomaticSignInIsDisabledTheLoginIsStillUsedSilently() {
		this.entra.deviceCode().token("first", 3600).token("second", 3600);
		try (DeviceCodeCredential credential = credential().disableAutomaticAuthentication(true).build()) {
			credential.authenticate(TokenRequest.of("scope"));
			assertThat(credential.getToken("scope").value()).isEqualTo("first");
			assertThat(credential.getToken("other").value()).isEqualTo("second");
		}
	}

	@Test
	@Tag("contract-3.4")
	void theClaimsThatTheServiceDemandsGoIntoTheSignIn() {
		try (DeviceCodeCredential credential = signedIn()) {
			this.entra.onToken(interactionRequired()).deviceCode().token("second", 3600);
			assertThat(credential.getToken("other").value()).isEqualTo("second");
			assertThat(credential.getToken("other").value()).isEqualTo("second");
		}
		assertThat(this.entra.deviceCodeRequests().get(1).form()).containsEntry("claims", MFA);
		assertThat(this.entra.tokenRequests().get(2).form()).containsEntry("claims", MFA);
	}

	@Test
	@Tag("contract-3.4")
	void theDemandIsCarriedToWhoeverSignsTheUserInAndMergedWithTheCallersClaims() {
		this.entra.deviceCode().token("first", 3600);
		try (DeviceCodeCredential credential = credential().disableAutomaticAuthentication(true).build()) {
			credential.authenticate(TokenRequest.of("scope"));
			this.entra.onToken(interactionRequired()).deviceCode().token("second", 3600);
			TokenRequest request = TokenRequest.of("scope").withClaims("{\"access_token\":{\"nbf\":null}}");
			assertThatExceptionOfType(AuthenticationRequiredException.class)
				.isThrownBy(() -> credential.getToken(request))
				.satisfies((ex) -> {
					assertThat(ex.getRequest().scopes()).containsExactly("scope");
					assertThat(ex.getErrorCode()).isEqualTo("interaction_required");
					assertThat(ex.getAadstsCode()).isEqualTo("AADSTS50076");
					credential.authenticate(ex.getRequest());
				});
			assertThat(credential.getToken("scope").value()).isEqualTo("second");
		}
		assertThat(this.entra.deviceCodeRequests().get(1).form()).containsEntry("claims",
				MFA.replace("{\"capolids\"", "{\"nbf\":null,\"capolids\""));
	}

	@Test
	@Tag("contract-3.2")
	void aTokenThatIsDueForRefreshIsServedWhileARenewalFails() {
		this.entra.deviceCode()
			.onToken(dueForRefresh("first"))
			.onToken(ScriptedEntra.body(503, "text/html", "<html>busy</html>"));
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken("scope");
			assertThat(credential.getToken("scope").value()).isEqualTo("first");
			Awaitility.await().until(() -> this.entra.refreshRequests().size() == 1);
			assertThat(credential.getToken("scope").value()).isEqualTo("first");
		}
	}

	@Test
	void aTokenThatIsDueForRefreshIsServedAndRenewedOnce() {
		this.entra.deviceCode().onToken(dueForRefresh("first")).token("second", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken("scope");
			assertThat(credential.getToken("scope").value()).isEqualTo("first");
			Awaitility.await().until(() -> credential.getToken("scope").value().equals("second"));
		}
		assertThat(this.entra.refreshRequests()).hasSize(1);
		assertThat(this.prompts.prompts()).hasSize(1);
	}

	private MockResponse dueForRefresh(String accessToken) {
		return ScriptedEntra.json(200, this.entra.tokenBody(accessToken, 3600, "ada")
			.replace("{\"token_type\"", "{\"refresh_in\":0,\"token_type\""));
	}

	private MockResponse interactionRequired() {
		return ScriptedEntra.json(400,
				"{\"error\":\"interaction_required\",\"error_description\":\"AADSTS50076: MFA\",\"claims\":\""
						+ MFA.replace("\"", "\\\"") + "\"}");
	}

	private MockResponse withoutRefreshToken(String accessToken) {
		return ScriptedEntra.json(200, this.entra.tokenBody(accessToken, 3600, "ada@contoso.example")
			.replace("\"refresh_token\":", "\"other\":"));
	}

}
