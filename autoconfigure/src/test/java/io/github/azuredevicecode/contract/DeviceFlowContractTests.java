package io.github.azuredevicecode.contract;

import java.time.Duration;
import java.util.Map;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.SignInTimedOutException;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The device flow and what goes over the wire.
 */
class DeviceFlowContractTests extends ContractFixture {

	@Test
	@Tag("contract-2.1")
	void theRequestForACodeIsAsTheServiceExpects() {
		this.entra.deviceCode().token("token", 3600);
		try (DeviceCodeCredential credential = credential().tenantId("contoso.example").build()) {
			credential.getToken("scope");
		}
		ScriptedEntra.Request request = this.entra.requests().get(0);
		assertThat(request.path()).isEqualTo("/contoso.example/oauth2/v2.0/devicecode");
		assertThat(request.form()).containsOnlyKeys("client_id", "scope")
			.containsEntry("client_id", ScriptedEntra.CLIENT_ID);
		assertThat(request.form().get("scope").split(" ")).containsExactlyInAnyOrder("scope", "offline_access",
				"openid", "profile");
		assertThat(request.headers()).containsEntry("content-type", "application/x-www-form-urlencoded")
			.containsEntry("accept", "application/json");
	}

	@Test
	@Tag("contract-2.1")
	void thePollIsAsTheServiceExpects() {
		this.entra.deviceCode().pending().token("token", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken("scope");
		}
		assertThat(this.entra.tokenRequests()).hasSize(2)
			.allSatisfy((request) -> assertThat(request.form()).containsExactlyInAnyOrderEntriesOf(Map.of("grant_type",
					"urn:ietf:params:oauth:grant-type:device_code", "client_id", ScriptedEntra.CLIENT_ID, "device_code",
					"device-code", "code", "device-code", "client_info", "1")));
		assertThat(this.entra.requests()).extracting((request) -> request.headers().get("client-request-id"))
			.doesNotContainNull()
			.hasSize(3)
			.containsOnly(this.entra.requests().get(0).headers().get("client-request-id"));
	}

	@Test
	@Tag("contract-2.1")
	void theRefreshIsAsTheServiceExpects() {
		this.entra.deviceCode().token("token", 3600).token("other", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken("scope");
			credential.getToken("other");
		}
		assertThat(this.entra.refreshRequests()).singleElement().satisfies((request) -> {
			assertThat(request.form()).containsOnlyKeys("grant_type", "client_id", "refresh_token", "scope",
					"client_info");
			assertThat(request.form().get("scope").split(" ")).contains("other", "offline_access");
			assertThat(request.headers().get("x-anchormailbox")).isEqualToIgnoringCase(
					"Oid:" + ScriptedEntra.objectId("ada@contoso.example") + "@" + ScriptedEntra.TENANT_ID);
		});
	}

	@Test
	@Tag("contract-2.1")
	void anAdfsHasPathsOfItsOwn() {
		this.entra.deviceCode().token("token", 3600);
		try (DeviceCodeCredential credential = credential().tenantId("adfs").build()) {
			credential.getToken("scope");
		}
		assertThat(this.entra.requests()).extracting(ScriptedEntra.Request::path)
			.containsExactly("/adfs/oauth2/devicecode", "/adfs/oauth2/token");
	}

	@Test
	@Tag("contract-2.1")
	void aPathOfTheAuthorityIsKept() {
		this.entra.deviceCode().token("token", 3600).token("other", 3600);
		try (DeviceCodeCredential credential = credential().authority(this.entra.authority() + "/proxy").build()) {
			credential.getToken("scope");
			credential.getToken("other");
		}
		assertThat(this.entra.requests()).extracting(ScriptedEntra.Request::path)
			.containsExactly("/proxy/organizations/oauth2/v2.0/devicecode", "/proxy/organizations/oauth2/v2.0/token",
					"/proxy/organizations/oauth2/v2.0/token");
	}

	@Test
	@Tag("contract-1.5")
	void anErrorAtTheBeginningIsNamedSo() {
		this.entra.onDeviceCode(ScriptedEntra.error("unauthorized_client", "AADSTS700099: no"));
		try (DeviceCodeCredential credential = credential().build()) {
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("scope"))
				.withMessage("Couldn't begin authentication: AADSTS700099: no" + System.lineSeparator()
						+ "Advice: The service explains this code at https://login.microsoftonline.com/error?code=700099")
				.withNoCause();
		}
		assertThat(this.prompts.prompts()).isEmpty();
	}

	@Test
	@Tag("contract-1.5")
	@Tag("contract-3.10")
	void numbersInStringsAndAMissingMessageAreTolerated() {
		this.entra.onDeviceCode(ScriptedEntra.json(200,
				"{\"device_code\":\"d\",\"user_code\":\"CODE\",\"verification_uri\":\"https://microsoft.com/devicelogin\",\"expires_in\":\"900\",\"interval\":\"0.01\"}"))
			.onToken(ScriptedEntra.json(200, this.entra.tokenBody("token", 3600, "ada").replace(":3600", ":\"3600\"")));
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken("scope");
		}
		assertThat(this.prompts.prompts().get(0).message()).isEqualTo(
				"To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code CODE to authenticate.");
	}

	@Test
	@Tag("contract-1.5")
	void pollingGoesOnUntilTheUserHasAnswered() {
		this.entra.deviceCode()
			.pending()
			.pending()
			.onToken(ScriptedEntra.json(400, "{\"error\":\"authorization_pending\"}"))
			.token("token", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			assertThat(credential.getToken("scope").value()).isEqualTo("token");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "bad_verification_code", "invalid_grant", "interaction_required", "invalid_client",
			"unauthorized_client", "authorization_declined", "access_denied" })
	@Tag("contract-2.3")
	void anErrorOfThePollStopsAtOnce(String error) {
		this.entra.deviceCode().tokenError(error, "AADSTS70018: " + error);
		try (DeviceCodeCredential credential = credential().build()) {
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("scope"))
				.withMessageStartingWith(
						"Authentication failed: AADSTS70018: " + error + System.lineSeparator() + "Advice: ")
				.satisfies((ex) -> {
					assertThat(ex.getErrorCode()).isEqualTo(error);
					assertThat(ex.getAadstsCode()).isEqualTo("AADSTS70018");
					assertThat(ex.getCorrelationId()).isEqualTo("correlation-1");
				});
		}
		assertThat(this.entra.tokenRequests()).hasSize(1);
	}

	@Test
	@Tag("contract-2.3")
	void declinedIsToldApart() {
		this.entra.deviceCode().tokenError("authorization_declined", "AADSTS70018: no");
		try (DeviceCodeCredential credential = credential().build()) {
			assertThatExceptionOfType(SignInDeclinedException.class).isThrownBy(() -> credential.getToken("scope"));
		}
	}

	@Test
	@Tag("contract-2.3")
	void aMissingPublicClientFlagIsExplained() {
		this.entra.deviceCode()
			.tokenError("invalid_client",
					"AADSTS7000218: The request body must contain client_assertion or client_secret.");
		try (DeviceCodeCredential credential = credential().build()) {
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("scope"))
				.satisfies((ex) -> assertThat(ex.getAdvice()).contains("Allow public client flows"))
				.withMessageContaining("Advice: ");
		}
	}

	@Test
	@Tag("contract-1.5")
	@Tag("contract-3.17")
	void theCodesExpiryAndTheTimeoutAreToldApart() {
		this.entra.onDeviceCode(
				ScriptedEntra.json(200, ScriptedEntra.deviceCodeBody("device-code", 900).replace("0.02", "60")));
		try (DeviceCodeCredential credential = credential().timeout(Duration.ofMillis(50)).build()) {
			assertThatExceptionOfType(SignInTimedOutException.class).isThrownBy(() -> credential.getToken("scope"))
				.withMessageStartingWith("Timed out waiting for user to authenticate")
				.satisfies((ex) -> assertThat(ex.isCodeExpired()).isFalse());
			this.entra.onDeviceCode(ScriptedEntra.json(200, ScriptedEntra.deviceCodeBody("device-code", 0)));
			assertThatExceptionOfType(SignInTimedOutException.class).isThrownBy(() -> credential.getToken("scope"))
				.withMessageStartingWith("Timed out waiting for user to authenticate")
				.satisfies((ex) -> assertThat(ex.isCodeExpired()).isTrue());
		}
	}

}
