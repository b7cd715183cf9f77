package io.github.azuredevicecode.contract;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.AuthenticationRequiredException;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.CredentialUnavailableException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Sign-ins on demand, tenants, Continuous Access Evaluation, failures, records and
 * tokens.
 */
class IdentityContractTests extends ContractFixture {

	@Test
	@Tag("contract-1.6")
	void authenticateInAnotherCloudNeedsScopes() {
		try (DeviceCodeCredential credential = credential().build()) {
			assertThatExceptionOfType(CredentialUnavailableException.class).isThrownBy(() -> credential.authenticate())
				.withMessageStartingWith(
						"Authenticating in this environment requires a value for the 'scopes'. Set azure.identity.device-code.scopes");
		}
	}

	@Test
	@Tag("contract-1.6")
	@Tag("contract-3.13")
	void authenticatePromptsEvenIfDisabledAndEvenIfSignedIn() {
		this.entra.deviceCode().token("first", 3600).deviceCode().token("second", 3600);
		try (DeviceCodeCredential credential = credential().disableAutomaticAuthentication(true)
			.defaultRequest(TokenRequest.of("scope"))
			.build()) {
			credential.authenticate();
			AuthenticationRecord record = credential.authenticate();
			assertThat(this.prompts.prompts()).hasSize(2);
			assertThat(credential.authenticationRecord()).contains(record);
			assertThat(credential.getToken("scope").value()).isEqualTo("second");
		}
	}

	@ParameterizedTest
	@CsvSource({ "contoso, '', contoso, contoso", "adfs, '', other, adfs", "contoso, *, other, other",
			"contoso, a;other, other, other", "organizations, '', other, other" })
	@Tag("contract-1.7")
	void theTenantOfARequest(String configured, String allowed, String requested, String expected) {
		var builder = credential().tenantId(configured);
		if (!allowed.isEmpty()) {
			builder.additionallyAllowedTenants(allowed.split(";"));
		}
		this.entra.deviceCode().token("token", 3600);
		try (DeviceCodeCredential credential = builder.build()) {
			credential.getToken(TokenRequest.of("scope").withTenantId(requested));
		}
		assertThat(this.entra.requests().get(0).path()).startsWith("/" + expected + "/");
	}

	@ParameterizedTest
	@CsvSource({ "contoso, OTHER", "contoso, others", "organizations, another" })
	@Tag("contract-1.7")
	@Tag("contract-3.15")
	void aTenantThatIsNotAllowedIsRefusedBeforeAnyRequest(String configured, String allowed) {
		try (DeviceCodeCredential credential = credential().tenantId(configured)
			.additionallyAllowedTenants(allowed)
			.build()) {
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken(TokenRequest.of("scope").withTenantId("other")))
				.withMessageStartingWith(
						"The current credential is not configured to acquire tokens for tenant other. Add it to "
								+ "azure.identity.device-code.additionally-allowed-tenants, or add \"*\" to allow any tenant");
			assertThat(credential.getTokenAsync(TokenRequest.of("scope").withTenantId("other")))
				.isCompletedExceptionally();
		}
		assertThat(this.entra.requests()).isEmpty();
	}

	@Test
	@Tag("contract-1.7")
	void anotherTenantIsServedSilentlyAfterTheSignIn() {
		this.entra.deviceCode().token("token", 3600).token("other", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken("scope");
			assertThat(credential.getToken(TokenRequest.of("scope").withTenantId("other-tenant")).value())
				.isEqualTo("other");
			assertThat(credential.getToken("scope").value()).isEqualTo("token");
		}
		assertThat(this.entra.refreshRequests().get(0).path()).isEqualTo("/other-tenant/oauth2/v2.0/token");
	}

	@Test
	@Tag("contract-1.8")
	void theCapabilityIsDeclaredOnBothRequestsAndMergedWithClaims() {
		this.entra.deviceCode().token("token", 3600).token("second", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken(TokenRequest.of("scope").withCae(true));
			credential.getToken(TokenRequest.of("scope")
				.withCae(true)
				.withClaims("{\"access_token\":{\"nbf\":{\"essential\":true}}}"));
		}
		String capability = "{\"access_token\":{\"xms_cc\":{\"values\":[\"CP1\"]}}}";
		assertThat(this.entra.requests().get(0).form()).containsEntry("claims", capability);
		assertThat(this.entra.requests().get(1).form()).containsEntry("claims", capability);
		assertThat(this.entra.requests().get(2).form()).containsEntry("claims",
				"{\"access_token\":{\"nbf\":{\"essential\":true},\"xms_cc\":{\"values\":[\"CP1\"]}}}");
	}

	@Test
	@Tag("contract-1.8")
	@Tag("contract-3.11")
	void theTwoModesHaveSeparateLogins() {
		this.entra.deviceCode().token("token", 3600).deviceCode().token("cae-token", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			assertThat(credential.getToken("scope").value()).isEqualTo("token");
			assertThat(credential.getToken(TokenRequest.of("scope").withCae(true)).value()).isEqualTo("cae-token");
			assertThat(credential.getToken("scope").value()).isEqualTo("token");
			assertThat(this.prompts.prompts()).hasSize(2);
		}
	}

	@Test
	@Tag("contract-1.8")
	@Tag("contract-3.16")
	void withoutTheModeClaimsGoVerbatimOnBothRequests() {
		this.entra.deviceCode().token("token", 3600);
		String claims = "{ \"id_token\" : {\"x\":1e3} , \"unknown\":[] }";
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken(TokenRequest.of("scope").withClaims(claims));
		}
		assertThat(this.entra.requests()).hasSize(2)
			.allSatisfy((request) -> assertThat(request.form()).containsEntry("claims", claims));
	}

	@Test
	@Tag("contract-1.9")
	void aUserIsNeededAndPromptingIsDisabled() {
		try (DeviceCodeCredential credential = credential().disableAutomaticAuthentication(true).build()) {
			String claims = "{\"access_token\":{}}";
			assertThatExceptionOfType(AuthenticationRequiredException.class)
				.isThrownBy(() -> credential.getToken(TokenRequest.of("a", "b").withClaims(claims)))
				.withMessage("Interactive authentication is required to get a token. Call 'authenticate' to begin.")
				.withNoCause()
				.satisfies((ex) -> {
					assertThat(ex).isInstanceOf(CredentialUnavailableException.class);
					assertThat(ex.getRequest().scopes()).containsExactly("a", "b");
					assertThat(ex.getRequest().claims()).isEqualTo(claims);
				});
		}
	}

	@Test
	@Tag("contract-1.9")
	void tokensAreKeptAlthoughTheIdTokenCannotBeRead() {
		this.entra.deviceCode()
			.onToken(ScriptedEntra.json(200, this.entra.tokenBody("token", 3600, "ada")
				.replaceAll("\"id_token\":\"[^\"]*\"", "\"id_token\":\"x\"")));
		try (DeviceCodeCredential credential = credential().build()) {
			assertThat(credential.getToken("scope").value()).isEqualTo("token");
			assertThat(credential.authenticationRecord()).get()
				.extracting(AuthenticationRecord::homeAccountId)
				.isEqualTo(ScriptedEntra.objectId("ada") + "." + ScriptedEntra.TENANT_ID);
		}
	}

	@Test
	@Tag("contract-1.10")
	void theRecordTellsWhoSignedIn() {
		try (DeviceCodeCredential credential = signedIn()) {
			assertThat(credential.authenticationRecord())
				.contains(new AuthenticationRecord(this.entra.authority().substring(8), ScriptedEntra.CLIENT_ID,
						ScriptedEntra.objectId("ada@contoso.example") + "." + ScriptedEntra.TENANT_ID,
						ScriptedEntra.TENANT_ID, "ada@contoso.example"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"{\"authority\": \"login.microsoftonline.com\", \"clientId\": \"client\", \"homeAccountId\": \"oid.tid\", \"tenantId\": \"tid\", \"username\": \"ada@contoso.example\", \"version\": \"1.0\"}",
			"{\"username\":\"ada@contoso.example\",\"authority\":\"login.microsoftonline.com\",\"homeAccountId\":\"oid.tid\",\"tenantId\":\"tid\",\"clientId\":\"client\",\"version\":\"1.0\"}",
			"{\"authority\":\"login.microsoftonline.com\",\"homeAccountId\":\"oid.tid\",\"clientId\":\"client\",\"tenantId\":\"tid\",\"username\":\"ada@contoso.example\"}",
			"{\"authority\":\"login.microsoftonline.com\",\"clientId\":\"client\",\"homeAccountId\":\"oid.tid\",\"tenantId\":\"tid\",\"username\":\"ada@contoso.example\",\"version\":\"1.0\",\"later\":[]}" })
	@Tag("contract-1.10")
	void recordsOfTheOtherLibrariesAreRead(String record) {
		AuthenticationRecord expected = new AuthenticationRecord("login.microsoftonline.com", "client", "oid.tid",
				"tid", "ada@contoso.example");
		assertThat(AuthenticationRecord.deserialize(record)).isEqualTo(expected);
		assertThat(AuthenticationRecord.deserialize(expected.serialize())).isEqualTo(expected);
	}

	@Test
	@Tag("contract-1.10")
	void theSerializedFormHasSixStringsInOrder() {
		assertThat(new AuthenticationRecord("a", "c", "h", "t", "u").serialize()).isEqualTo(
				"{\"authority\":\"a\",\"clientId\":\"c\",\"homeAccountId\":\"h\",\"tenantId\":\"t\",\"username\":\"u\",\"version\":\"1.0\"}");
	}

	@Test
	@Tag("contract-1.10")
	void anotherVersionIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> AuthenticationRecord.deserialize("{\"version\":\"2.0\"}"))
			.withMessageContaining("Unexpected version \"2.0\"");
	}

	@Test
	@Tag("contract-1.13")
	void theTokenTellsItsTypeAndItsTimes() {
		this.entra.deviceCode()
			.onToken(ScriptedEntra.json(200,
					this.entra.tokenBody("token", 3600, "ada")
						.replace("\"expires_in\":3600", "\"expires_in\":3600,\"refresh_in\":1800")
						.replace("Bearer", "pop")));
		Instant before = Instant.now();
		try (DeviceCodeCredential credential = credential().build()) {
			AccessToken token = credential.getToken("b", "a");
			assertThat(token.tokenType()).isEqualTo("pop");
			assertThat(token.scopes()).containsExactly("b", "a");
			assertThat(token.expiresAt()).isBetween(before.plusSeconds(3600), Instant.now().plusSeconds(3600));
			assertThat(token.refreshAt()).isEqualTo(token.expiresAt().minusSeconds(1800));
			assertThat(token.toString()).doesNotContain("value").doesNotContain("token,");
		}
	}

	@Test
	@Tag("contract-1.13")
	@Tag("contract-3.5")
	void theTokensLifeIsNotShortenedByTheTimeThatTheUserTakes() {
		CountDownLatch userAnswers = new CountDownLatch(1);
		this.entra.deviceCode().token("token", 3600).untilUserAnswers(userAnswers);
		try (DeviceCodeCredential credential = credential().build()) {
			CompletableFuture<AccessToken> token = credential.getTokenAsync(TokenRequest.of("scope"));
			Awaitility.await().until(() -> !this.entra.tokenRequests().isEmpty());
			Instant answered = Instant.now();
			userAnswers.countDown();
			assertThat(token.join().expiresAt())
				.isAfterOrEqualTo(answered.truncatedTo(ChronoUnit.MILLIS).plusSeconds(3600));
		}
	}

}
