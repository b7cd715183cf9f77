package io.github.azuredevicecode.contract;

import java.util.List;
import java.util.Locale;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a record is made of, and who may sign in.
 */
@Tag("contract-1.10")
class AuthenticationRecordContractTests extends ContractFixture {

	private static final String CLIENT_INFO = "{\"uid\":\"u\",\"utid\":\"t\"}";

	@Test
	void theAuthorityIsThatOfTheIssuerAndTheClientThatOfTheAudience() {
		assertThat(record("{\"iss\":\"https://sts.windows.net:444/tid-1/\",\"aud\":\"other-client\",\"tid\":\"tid-2\","
				+ "\"sub\":\"s\",\"preferred_username\":\"J\u00fcrgen\",\"upn\":\"upn\"}", CLIENT_INFO))
			.isEqualTo(new AuthenticationRecord("sts.windows.net:444", "other-client", "u.t", "tid-2", "J\u00fcrgen"));
	}

	@Test
	void withoutClientInfoTheSubjectIsTheAccountAndWithoutANameTheUpnIsTheUser() {
		assertThat(record("{\"iss\":\"https://adfs.example/adfs\",\"aud\":\"c\",\"sub\":\"s\",\"upn\":\"ada\"}", "{}"))
			.isEqualTo(new AuthenticationRecord("adfs.example", "c", "s", "adfs", "ada"));
	}

	@Test
	@Tag("contract-3.12")
	void withoutATenantThatOfTheIssuerIsTakenWithoutTheVersion() {
		assertThat(record(
				"{\"iss\":\"https://login.example/tid/v2.0\",\"aud\":\"c\",\"sub\":\"s\",\"preferred_username\":\"ada\"}",
				CLIENT_INFO)
			.tenantId()).isEqualTo("tid");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"aud\":\"c\",\"tid\":\"t\",\"sub\":\"s\",\"preferred_username\":\"a\"}",
			"{\"iss\":\"https://h/t\",\"tid\":\"t\",\"sub\":\"s\",\"preferred_username\":\"a\"}",
			"{\"iss\":\"https://h/t\",\"aud\":\"c\",\"tid\":\"t\",\"sub\":\"s\"}",
			"{\"iss\":\"not a uri\",\"aud\":\"c\",\"tid\":\"t\",\"sub\":\"s\",\"preferred_username\":\"a\"}",
			"{\"iss\":\"no-authority\",\"aud\":\"c\",\"tid\":\"t\",\"sub\":\"s\",\"preferred_username\":\"a\"}",
			"{\"iss\":1,\"aud\":[\"c\"],\"tid\":\"t\",\"sub\":\"s\",\"preferred_username\":\"a\"}", "{}", "[]",
			"text" })
	@Tag("contract-3.18")
	void aSignInThatBroughtTokensIsKeptWhateverTheIdTokenLeavesOut(String claims) {
		this.entra.deviceCode()
			.onToken(ScriptedEntra.json(200, ScriptedEntra.tokenBody("first", 3600, claims, CLIENT_INFO)))
			.token("second", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			assertThat(credential.getToken("scope").value()).isEqualTo("first");
			assertThat(credential.authenticationRecord()).get()
				.extracting(AuthenticationRecord::homeAccountId)
				.isEqualTo("u.t");
			assertThat(credential.getToken("other").value()).isEqualTo("second");
		}
		assertThat(this.prompts.prompts()).hasSize(1);
	}

	@Test
	@Tag("contract-3.18")
	void aNameThatUsersCanSetThemselvesIsNotAnExpectedUsername() {
		this.entra.deviceCode()
			.onToken(ScriptedEntra.json(200, ScriptedEntra.tokenBody("first", 3600,
					"{\"iss\":\"https://h/t\",\"aud\":\"c\",\"tid\":\"t\",\"sub\":\"s\",\"name\":\"ada\",\"email\":\"ada\"}",
					CLIENT_INFO)))
			.deviceCode()
			.token("second", 3600);
		try (DeviceCodeCredential credential = credential().expectedUsernames("ada", "ada@contoso.example").build()) {
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("scope"))
				.withMessageContaining("expected-object-ids");
			assertThat(credential.authenticationRecord()).isEmpty();
			assertThat(credential.getToken("scope").value()).isEqualTo("second");
		}
		assertThat(this.entra.refreshRequests()).isEmpty();
		assertThat(this.prompts.prompts()).hasSize(2);
	}

	@Test
	void aLoginOfAnAdfsWithoutClientInfoIsRefreshedSilently() {
		String idToken = "{\"iss\":\"https://host/tid/v2.0\",\"aud\":\"c\",\"tid\":\"tid\",\"sub\":\"s\",\"upn\":\"ada\"}";
		this.entra.deviceCode()
			.onToken(ScriptedEntra.json(200,
					ScriptedEntra.tokenBody("first", 3600, idToken, "{}")
						.replaceAll(",\"client_info\":\"[^\"]*\"", "")))
			.token("second", 3600);
		try (DeviceCodeCredential credential = credential().tenantId("adfs").build()) {
			credential.getToken("scope");
			assertThat(credential.getToken("other").value()).isEqualTo("second");
		}
		assertThat(this.prompts.prompts()).hasSize(1);
	}

	@Test
	void whoeverIsNotExpectedIsRefusedAndTheTokensAreDropped() {
		for (String wrong : List.of("tenant", "user")) {
			this.entra.deviceCode().token("first", 3600);
			DeviceCodeCredential.Builder builder = credential();
			builder = wrong.equals("tenant") ? builder.expectedTenantIds("other-tenant")
					: builder.expectedUsernames("bob@contoso.example");
			try (DeviceCodeCredential credential = builder.build()) {
				assertThatExceptionOfType(ClientAuthenticationException.class)
					.isThrownBy(() -> credential.getToken("scope"))
					.withMessageContaining("is not expected")
					.withMessageNotContaining("ada@");
				assertThat(credential.authenticationRecord()).isEmpty();
			}
		}
	}

	@Test
	void whoeverIsExpectedMaySignInWhateverTheCase() {
		this.entra.deviceCode().token("first", 3600);
		try (DeviceCodeCredential credential = credential()
			.expectedTenantIds("x", ScriptedEntra.TENANT_ID.toUpperCase(Locale.ROOT))
			.expectedUsernames("ADA@Contoso.Example")
			.build()) {
			assertThat(credential.getToken("scope").value()).isEqualTo("first");
		}
	}

	private AuthenticationRecord record(String idTokenClaims, String clientInfo) {
		this.entra.deviceCode()
			.onToken(ScriptedEntra.json(200, ScriptedEntra.tokenBody("first", 3600, idTokenClaims, clientInfo)));
		try (DeviceCodeCredential credential = credential().build()) {
			assertThat(credential.getToken("scope").value()).isEqualTo("first");
			return credential.authenticationRecord().orElseThrow();
		}
	}

}
