package io.github.azuredevicecode;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.azuredevicecode.testsupport.ScriptedEntra;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Whatever the network or the service sends in place of an answer becomes a clear error:
 * nothing is prompted, and the credential can be used on.
 */
@Tag("contract-1.9")
class BadInputTests {

	private final List<DeviceCodePrompt> prompts = new ArrayList<>();

	private ScriptedEntra entra = new ScriptedEntra();

	@AfterEach
	void close() {
		this.entra.close();
	}

	@Test
	void aClosedPortIsNamedWithTheSettingToLookAt() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		assertFailure(this.entra.credential().authority("https://localhost:" + port))
			.withMessageContaining("localhost:")
			.withMessageContaining("azure.identity.device-code.authority");
	}

	@Test
	void aCertificateForAnotherHostIsRefused() {
		this.entra.close();
		this.entra = new ScriptedEntra("other.example");
		assertFailure(this.entra.credential()).withMessageContaining("TLS").withMessageContaining("ssl.bundle");
		assertThat(this.entra.requests()).isEmpty();
	}

	@Test
	void aCertificateThatNobodyVouchesForIsRefused() {
		assertFailure(DeviceCodeCredential.builder().authority(this.entra.authority()).disableInstanceDiscovery(true))
			.withMessageContaining("TLS")
			.withMessageContaining("ssl.bundle");
	}

	@Test
	void aBodyOfTenMegabytesIsNotRead() {
		this.entra.onDeviceCode(ScriptedEntra.json(200, "x".repeat(10 * 1024 * 1024)));
		assertFailure(this.entra.credential()).withMessageContaining("longer than 262144 bytes");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html>Sign in to the hotel's network</html>", "{\"device_code\":\"secret-code\"", "",
			"[]", "null", "{\"device_code\":\"a\",\"device_code\":\"b\"}", "{}trailing" })
	void aBodyThatIsNoJsonObjectIsAnError(String body) {
		this.entra.onDeviceCode(ScriptedEntra.body(200, "text/html", body));
		assertFailure(this.entra.credential()).withMessageContaining("JSON is invalid")
			.withMessageContaining("localhost:")
			.withMessageNotContaining("secret-code");
	}

	@Test
	void aBodyThatIsTooDeepIsAnError() {
		this.entra.onDeviceCode(ScriptedEntra.json(200, "{\"a\":".repeat(10_000)));
		assertFailure(this.entra.credential()).withMessageContaining("deeper than");
	}

	@ParameterizedTest
	@ValueSource(strings = { "device_code", "user_code", "verification_uri" })
	void aMissingPartIsNamed(String name) {
		this.entra.onDeviceCode(ScriptedEntra.json(200,
				ScriptedEntra.deviceCodeBody("device-code", 900).replace("\"" + name + "\"", "\"other\"")));
		assertFailure(this.entra.credential()).withMessageContaining(name);
	}

	@Test
	void aFaultOfTheServiceIsNamedWithItsStatus() {
		this.entra.onDeviceCode(ScriptedEntra.body(503, "text/html", "<html>busy</html>"));
		assertFailure(this.entra.credential()).withMessageContaining("503");
	}

	@Test
	void aRedirectIsNotFollowed() {
		this.entra.onDeviceCode(new MockResponse.Builder().code(307)
			.addHeader("Location", this.entra.authority() + "/elsewhere/devicecode")
			.build());
		assertFailure(this.entra.credential()).withMessageContaining("307");
		assertThat(this.entra.requests()).hasSize(1);
	}

	@Test
	void anErrorOfTheServiceLosesNothing() {
		this.entra.onDeviceCode(ScriptedEntra.error("unauthorized_client",
				"AADSTS700016: Application with identifier 'x' was not found.\\r\\nTrace ID: t\\r\\nCorrelation ID: c"));
		assertFailure(this.entra.credential())
			.withMessageStartingWith("Couldn't begin authentication: AADSTS700016: Application with identifier 'x' was "
					+ "not found. Trace ID: t Correlation ID: c")
			.satisfies((ex) -> {
				assertThat(ex.getErrorCode()).isEqualTo("unauthorized_client");
				assertThat(ex.getAadstsCode()).isEqualTo("AADSTS700016");
				assertThat(ex.getCorrelationId()).isEqualTo("correlation-1");
				assertThat(ex.getAdvice()).contains("client-id");
				assertThat(ex).hasMessageContaining("Advice: ");
			});
	}

	@Test
	void theCredentialCanBeUsedOnAfterAFailure() {
		this.entra.onDeviceCode(ScriptedEntra.body(503, "text/html", "<html>busy</html>"))
			.deviceCode()
			.token("token-1", 3600);
		try (DeviceCodeCredential credential = this.entra.credential().promptHandler(this.prompts::add).build()) {
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("scope"));
			assertThat(credential.getToken("scope").value()).isEqualTo("token-1");
		}
	}

	@Test
	void whatCouldForgeATerminalIsStripped() {
		this.entra.onDeviceCode(ScriptedEntra.json(200,
				ScriptedEntra.deviceCodeBody("device-code", 900)
					.replace("USERCODE1\",", "\\u001b[31mUSER\\u202eCODE1\\r\\n\",")
					.replace("To sign in", "\\u001b]0;title\\u0007To\\nsign\\u200bin")))
			.token("token-1", 3600);
		try (DeviceCodeCredential credential = this.entra.credential().promptHandler(this.prompts::add).build()) {
			credential.getToken("scope");
		}
		assertThat(this.prompts.get(0).userCode()).isEqualTo("USERCODE1");
		assertThat(this.prompts.get(0).message()).startsWith("To signin, use");
		assertThat(this.prompts.get(0).toDisplayText("app").replace("\n", "")).doesNotContainPattern("\\p{Cntrl}");
	}

	@Test
	void aPageThatIsNotOfTheServiceIsNotTrusted() {
		this.entra
			.onDeviceCode(ScriptedEntra.json(200,
					ScriptedEntra.deviceCodeBody("device-code", 900)
						.replace("https://microsoft.com/devicelogin\",", "https://microsoft.com.evil.example/\",")))
			.token("token-1", 3600);
		try (DeviceCodeCredential credential = this.entra.credential().promptHandler(this.prompts::add).build()) {
			credential.getToken("scope");
		}
		assertThat(this.prompts.get(0).verificationUriTrusted()).isFalse();
		assertThat(this.prompts.get(0).toDisplayText("app")).contains("WARNING");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://login.microsoftonline.com", "ftp://host", "https://user@host", "https://host#x",
			"https://host?x", "https://", "https:", "", "https://ho st" })
	void anAuthorityThatIsNoneIsRefusedBeforeAnyRequest(String authority) {
		assertThatIllegalArgumentException().isThrownBy(() -> DeviceCodeCredential.builder().authority(authority))
			.withMessageContaining("is an invalid authority");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "..", ".", "a/b", "a\\b", "a_b", "a'b", "../x" })
	@Tag("contract-3.7")
	void aTenantThatIsNoneIsRefusedBeforeAnyRequest(String tenantId) {
		assertThatIllegalArgumentException().isThrownBy(() -> DeviceCodeCredential.builder().tenantId(tenantId));
		assertThatIllegalArgumentException().isThrownBy(() -> TokenRequest.of("scope").withTenantId(tenantId));
	}

	@Test
	void scopesAreRequiredAndReservedOnesRefused() {
		try (DeviceCodeCredential credential = this.entra.credential().build()) {
			assertThatIllegalArgumentException().isThrownBy(() -> credential.getToken());
			assertThatIllegalArgumentException().isThrownBy(() -> credential.getToken("scope", "offline_access"))
				.withMessageContaining("reserved");
			assertThatIllegalArgumentException().isThrownBy(() -> credential.getToken("two scopes"));
		}
	}

	@Test
	void aTimeoutMustBePositive() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> DeviceCodeCredential.builder().timeout(Duration.ofSeconds(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> DeviceCodeCredential.builder().timeout(Duration.ZERO));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "no json", "[]", "{}", "{\"authority\":1}",
			"{\"authority\":\"a\",\"clientId\":\"c\",\"homeAccountId\":\"h\",\"tenantId\":\"t\",\"username\":\"u\",\"version\":\"2.0\"}" })
	void aRecordThatIsNoneIsRefused(String record) {
		assertThatIllegalArgumentException().isThrownBy(() -> AuthenticationRecord.deserialize(record));
	}

	@Test
	void anAnswerThatBreaksOffIsAnError() {
		this.entra.onDeviceCode(new MockResponse.Builder().body(ScriptedEntra.deviceCodeBody("device-code", 900))
			.setHeader("Content-Length", "5000")
			.onResponseEnd(new SocketEffect.CloseSocket())
			.build());
		assertFailure(this.entra.credential()).withMessageContaining("localhost:")
			.withMessageNotContaining("device-code\"");
	}

	@Test
	void anAnswerThatNeverComesNamesTheSettingToLookAt() {
		this.entra.onDeviceCode(ScriptedEntra.hanging());
		assertFailure(this.entra.credential().readTimeout(Duration.ofMillis(300))).withMessageContaining("localhost:")
			.withMessageContaining("azure.identity.device-code.http.read-timeout");
	}

	@Test
	void aConnectionThatIsResetIsAnError() {
		this.entra.onDeviceCode(ScriptedEntra.reset());
		assertFailure(this.entra.credential())
			.withMessageStartingWith("Authentication failed: no answer from localhost:");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\u0007", "\\u202e\\u200b", "\\u001b[2J", " ", "\\u0391BC", "<b>A</b>",
			"https://evil.example", "-", "A\\u0300\\u0300\\u0300",
			"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" })
	void aUserCodeThatNobodyCouldReadOrTypeIsAnError(String userCode) {
		this.entra.onDeviceCode(ScriptedEntra.json(200, ScriptedEntra.deviceCodeBody("device-code", 900)
			.replace("\"user_code\":\"USERCODE1\"", "\"user_code\":\"" + userCode + "\"")));
		assertFailure(this.entra.credential()).withMessageContaining("user_code");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://microsoft.com/devicelogin", "https://microsoft.com@evil.example/", "javascript:x",
			"https://evil.example/microsoft.com", "https://xn--mcrosoft-q2a.com/", "microsoft.com/devicelogin" })
	void aPageThatOnlyLooksLikeOneOfTheServiceIsNotTrusted(String uri) {
		this.entra
			.onDeviceCode(
					ScriptedEntra.json(200,
							ScriptedEntra.deviceCodeBody("device-code", 900)
								.replace("\"https://microsoft.com/devicelogin\"", "\"" + uri + "\"")))
			.token("token-1", 3600);
		try (DeviceCodeCredential credential = this.entra.credential().promptHandler(this.prompts::add).build()) {
			credential.getToken("scope");
		}
		assertThat(this.prompts).singleElement()
			.satisfies((prompt) -> assertThat(prompt.verificationUriTrusted()).isFalse());
	}

	@Test
	void aPageThatIsNoUriIsAnError() {
		this.entra.onDeviceCode(ScriptedEntra.json(200, ScriptedEntra.deviceCodeBody("device-code", 900)
			.replace("\"https://microsoft.com/devicelogin\"", "\"https://ho st/<script>\"")));
		assertFailure(this.entra.credential()).withMessageContaining("verification_uri");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html>Sign in to the hotel's network</html>", "{\"access_token\":\"canary\"", "", "[]",
			"{\"access_token\":\"canary\",\"access_token\":\"canary\",\"expires_in\":1}", "{\"expires_in\":3600}",
			"{\"access_token\":null,\"expires_in\":3600}" })
	void aRefreshThatBringsNoTokenIsAnErrorAndLosesNothing(String body) {
		assertRefreshFailure(ScriptedEntra.body(200, "text/html", body)).withMessageContaining("JSON is invalid")
			.withMessageNotContaining("canary");
	}

	@Test
	void aRefreshOfTenMegabytesIsAnErrorAndLosesNothing() {
		assertRefreshFailure(ScriptedEntra.json(200, "x".repeat(10 * 1024 * 1024)))
			.withMessageContaining("longer than 262144 bytes");
	}

	private ThrowableAssertAlternative<ClientAuthenticationException> assertRefreshFailure(MockResponse answer) {
		this.entra.deviceCode().token("token-1", 3600);
		try (DeviceCodeCredential credential = this.entra.credential().promptHandler(this.prompts::add).build()) {
			AccessToken first = credential.getToken("scope");
			this.entra.onToken(answer);
			ThrowableAssertAlternative<ClientAuthenticationException> failure = assertThatExceptionOfType(
					ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("other"));
			assertThat(credential.getToken("scope")).isSameAs(first);
			this.entra.token("token-2", 3600);
			assertThat(credential.getToken("other").value()).isEqualTo("token-2");
			assertThat(this.prompts).hasSize(1);
			return failure;
		}
	}

	private ThrowableAssertAlternative<ClientAuthenticationException> assertFailure(
			DeviceCodeCredential.Builder builder) {
		try (DeviceCodeCredential credential = builder.promptHandler(this.prompts::add).build()) {
			return assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("scope"));
		}
		finally {
			assertThat(this.prompts).isEmpty();
		}
	}

}
