package io.github.azuredevicecode.contract;

import java.time.Duration;
import java.time.Instant;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
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
 * Every state in which a token is asked for.
 */
class GetTokenContractTests extends ContractFixture {

	@Test
	@Tag("contract-1.4")
	void aFirstCallWithoutALoginGoesStraightToTheDeviceFlow() {
		this.entra.deviceCode().token("token", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			assertThat(credential.getToken("scope").value()).isEqualTo("token");
		}
		assertThat(this.entra.requests()).extracting(ScriptedEntra.Request::path)
			.containsExactly("/organizations/oauth2/v2.0/devicecode", "/organizations/oauth2/v2.0/token");
	}

	@Test
	@Tag("contract-1.4")
	void aValidTokenIsServedWithoutARequest() {
		this.entra.deviceCode().token("token", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			AccessToken first = credential.getToken("scope");
			assertThat(credential.getToken("scope")).isSameAs(first);
			assertThat(credential.getTokenAsync(TokenRequest.of("scope"))).isCompletedWithValue(first);
			assertThat(this.entra.requests()).hasSize(2);
		}
	}

	@Test
	@Tag("contract-1.4")
	void anotherScopeRedeemsTheRefreshToken() {
		this.entra.deviceCode().token("token", 3600).token("other-token", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken("scope");
			assertThat(credential.getToken("other").value()).isEqualTo("other-token");
			assertThat(this.prompts.prompts()).hasSize(1);
			assertThat(this.entra.refreshRequests()).hasSize(1);
		}
	}

	@Test
	@Tag("contract-1.4")
	void anExpiredTokenIsRefreshed() {
		try (DeviceCodeCredential credential = expired()) {
			this.entra.token("second", 3600);
			assertThat(credential.getToken("scope").value()).isEqualTo("second");
			assertThat(this.entra.refreshRequests().get(0).form()).containsEntry("refresh_token", "refresh-of-first");
			assertThat(this.prompts.prompts()).hasSize(1);
		}
	}

	@Test
	@Tag("contract-1.4")
	void claimsBypassTheTableAndTheirTokenIsServedAfterwards() {
		this.entra.deviceCode().token("first", 3600).token("second", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken("scope");
			String claims = "{\"access_token\": {\"a\":null, \"b\":[1,\"x\"]}, \"other\": 1.50}";
			assertThat(credential.getToken(TokenRequest.of("scope").withClaims(claims)).value()).isEqualTo("second");
			assertThat(this.entra.refreshRequests().get(0).form()).containsEntry("claims", claims);
			assertThat(credential.getToken("scope").value()).isEqualTo("second");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "invalid_grant", "interaction_required", "login_required", "consent_required" })
	@Tag("contract-1.4")
	void anErrorThatNeedsAUserPrompts(String error) {
		try (DeviceCodeCredential credential = expired()) {
			this.entra.tokenError(error, "AADSTS50076: a user is needed").deviceCode().token("second", 3600);
			assertThat(credential.getToken("scope").value()).isEqualTo("second");
			assertThat(this.prompts.prompts()).hasSize(2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "temporarily_unavailable", "server_error", "invalid_client", "unauthorized_client",
			"invalid_scope" })
	@Tag("contract-1.4")
	@Tag("contract-3.3")
	void anyOtherErrorNeverPrompts(String error) {
		try (DeviceCodeCredential credential = expired()) {
			this.entra.tokenError(error, "AADSTS90033: not now");
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("scope"))
				.withMessageStartingWith("Authentication failed: AADSTS90033: not now")
				.satisfies((ex) -> assertThat(ex.getErrorCode()).isEqualTo(error));
			assertThat(this.prompts.prompts()).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 429, 500, 502, 503, 504 })
	@Tag("contract-1.4")
	void aFaultOfTheServiceNeverPromptsAndIsForgottenAtOnce(int status) {
		try (DeviceCodeCredential credential = expired()) {
			this.entra.onToken(ScriptedEntra.body(status, "text/html", "<html>busy</html>"));
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("scope"))
				.withMessageStartingWith("Authentication failed: HTTP Error: " + status);
			this.entra.token("second", 3600);
			assertThat(credential.getToken("scope").value()).isEqualTo("second");
			assertThat(this.prompts.prompts()).hasSize(1);
		}
	}

	@Test
	@Tag("contract-1.4")
	void aFaultOfTheNetworkNeverPrompts() {
		try (DeviceCodeCredential credential = expired()) {
			this.entra.onToken(ScriptedEntra.reset());
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("scope"))
				.withMessageStartingWith("Authentication failed: ");
			assertThat(this.prompts.prompts()).hasSize(1);
		}
	}

	@Test
	@Tag("contract-1.4")
	void aFailureOfOneCredentialDoesNotReachAnother() {
		try (DeviceCodeCredential credential = expired(); DeviceCodeCredential other = credential().build()) {
			this.entra.tokenError("invalid_grant", "AADSTS700082: expired")
				.onDeviceCode(ScriptedEntra.error("invalid_request", "stop"));
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("scope"));
			this.entra.deviceCode().token("other", 3600);
			assertThat(other.getToken("scope").value()).isEqualTo("other");
		}
	}

	@Test
	@Tag("contract-1.4")
	void anotherUserWhoSignsInIsAcceptedAndReplacesTheRecord() {
		try (DeviceCodeCredential credential = expired()) {
			this.entra.deviceCode().onToken(tokenOfBob("token-of-bob"));
			assertThat(credential.authenticate(TokenRequest.of("scope")).username()).isEqualTo("bob@contoso.example");
			assertThat(credential.getToken("scope").value()).isEqualTo("token-of-bob");
			assertThat(credential.authenticationRecord()).get()
				.extracting(AuthenticationRecord::username)
				.isEqualTo("bob@contoso.example");
		}
	}

	@Test
	@Tag("contract-1.4")
	void aTokenIsNotServedToTheNextUser() {
		this.entra.deviceCode().token("mail-of-ada", 3600).token("files-of-ada", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken("mail");
			credential.getToken("files");
			this.entra.deviceCode().onToken(tokenOfBob("mail-of-bob")).onToken(tokenOfBob("files-of-bob"));
			credential.authenticate(TokenRequest.of("mail"));
			assertThat(credential.getToken("files").value()).isEqualTo("files-of-bob");
		}
	}

	private MockResponse tokenOfBob(String accessToken) {
		return ScriptedEntra.json(200, this.entra.tokenBody(accessToken, 3600, "bob@contoso.example"));
	}

	private DeviceCodeCredential expired() {
		this.entra.deviceCode().token("first", 1);
		DeviceCodeCredential credential = credential().build();
		AccessToken first = credential.getToken("scope");
		Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> !Instant.now().isBefore(first.expiresAt()));
		return credential;
	}

}
