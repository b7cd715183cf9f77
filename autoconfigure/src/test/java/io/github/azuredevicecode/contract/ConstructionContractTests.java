package io.github.azuredevicecode.contract;

import java.time.Instant;
import java.util.List;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.credential.DefaultDeviceCodeCredentialBuilder;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a credential is built with: defaults and validation.
 */
class ConstructionContractTests extends ContractFixture {

	@Test
	@Tag("contract-1.1")
	void constructionDoesNoRequest() {
		try (DeviceCodeCredential credential = credential().build()) {
			assertThat(credential.authenticationRecord()).isEmpty();
			assertThat(this.entra.requests()).isEmpty();
		}
	}

	@Test
	@Tag("contract-1.1")
	void theDefaultTenantIsOrganizations() {
		this.entra.deviceCode().token("token", 3600);
		try (DeviceCodeCredential credential = credential().tenantId("").build()) {
			credential.getToken("scope");
		}
		assertThat(this.entra.requests().get(0).path()).isEqualTo("/organizations/oauth2/v2.0/devicecode");
		assertThat(this.entra.requests().get(1).path()).isEqualTo("/organizations/oauth2/v2.0/token");
		assertThat(this.prompts.prompts().get(0).tenantId()).isEqualTo("organizations");
	}

	@Test
	@Tag("contract-1.1")
	void theDefaultClientIdIsThatOfTheDevelopmentTools() {
		assertThat(authority(new DefaultDeviceCodeCredentialBuilder()).clientId())
			.isEqualTo("04b07795-8ddb-461a-bbee-02f9e1bf7b46");
	}

	@Test
	@Tag("contract-1.1")
	void aRecordSuppliesClientAuthorityAndTenantAndIgnoresTheClientIdGiven() {
		AuthenticationRecord record = new AuthenticationRecord("login.microsoftonline.us", "record-client", "home",
				"record-tenant", "user");
		var authority = authority(
				new DefaultDeviceCodeCredentialBuilder().clientId("given").authenticationRecord(record));
		assertThat(authority.clientId()).isEqualTo("record-client");
		assertThat(authority.tenantId()).isEqualTo("record-tenant");
		assertThat(authority.authority()).isEqualTo("https://login.microsoftonline.us");
		assertThat(authority(new DefaultDeviceCodeCredentialBuilder().tenantId("given").authenticationRecord(record))
			.tenantId()).isEqualTo("given");
	}

	@Test
	@Tag("contract-1.1")
	void thePromptCarriesWhatTheUserNeedsAndNotTheDeviceCode() {
		this.entra.deviceCode().token("token", 3600);
		Instant before = Instant.now();
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken("scope-b", "scope-a");
		}
		assertThat(this.prompts.prompts()).singleElement().satisfies((prompt) -> {
			assertThat(prompt.userCode()).isEqualTo("USERCODE1");
			assertThat(prompt.verificationUri()).hasToString("https://microsoft.com/devicelogin");
			assertThat(prompt.verificationUriTrusted()).isTrue();
			assertThat(prompt.expiresAt()).isBetween(before.plusSeconds(890), Instant.now().plusSeconds(901));
			assertThat(prompt.scopes()).containsExactly("scope-b", "scope-a");
			assertThat(prompt.clientId()).isEqualTo(ScriptedEntra.CLIENT_ID);
			assertThat(prompt.toString()).doesNotContain("USERCODE1").doesNotContain("device-code");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "9122040d-6c67-4c5b-b112-36a304b66dad", "contoso.onmicrosoft.com", "organizations",
			"common", "consumers", "adfs" })
	@Tag("contract-1.3")
	void tenantsThatCanBe(String tenantId) {
		assertThat(authority(new DefaultDeviceCodeCredentialBuilder().tenantId(tenantId)).tenantId())
			.isEqualTo(tenantId);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "a_b", "a/b", "a\\b", "a'b", ".." })
	@Tag("contract-1.3")
	void tenantsThatCannotBe(String tenantId) {
		assertThatIllegalArgumentException().isThrownBy(() -> DeviceCodeCredential.builder().tenantId(tenantId))
			.withMessage(
					"Invalid tenant ID provided. You can locate your tenant ID by following the instructions here: "
							+ "https://learn.microsoft.com/partner-center/find-ids-and-domain-names");
	}

	@ParameterizedTest
	@CsvSource({ "login.microsoftonline.com, https://login.microsoftonline.com",
			"https://login.microsoftonline.us/, https://login.microsoftonline.us",
			"'https://host.example// ', https://host.example", "' host.example', https://host.example",
			"HTTPS://Host.Example, https://host.example", "localhost:8443, https://localhost:8443",
			"https://localhost:8443/, https://localhost:8443", "https://host.example:443, https://host.example",
			"https://host.example/path/, https://host.example/path" })
	@Tag("contract-1.3")
	@Tag("contract-3.8")
	void authoritiesAreNormalized(String given, String expected) {
		assertThat(authority(new DefaultDeviceCodeCredentialBuilder().authority(given)).authority())
			.isEqualTo(expected);
	}

	@Test
	@Tag("contract-1.3")
	void anAuthorityWithoutTlsIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> DeviceCodeCredential.builder().authority("http://host.example"))
			.withMessage(
					"'http://host.example' is an invalid authority. The value must be a TLS protected (https) URL.");
	}

	@Test
	@Tag("contract-1.3")
	void noScopesAndReservedScopesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> TokenRequest.of())
			.withMessageContaining("at least one scope");
		for (String reserved : List.of("openid", "profile", "offline_access")) {
			assertThatIllegalArgumentException().isThrownBy(() -> TokenRequest.of("scope", reserved))
				.withMessageContaining("You cannot use any scope value that is reserved.");
		}
	}

	@Test
	@Tag("contract-1.3")
	@Tag("contract-3.9")
	void claimsMustBeAJsonObjectBeforeAnyoneIsPrompted() {
		assertThatIllegalArgumentException().isThrownBy(() -> TokenRequest.of("scope").withClaims("nonsense"));
		assertThatIllegalArgumentException().isThrownBy(() -> TokenRequest.of("scope").withClaims("[]"));
	}

	private static AuthoritySettings authority(DefaultDeviceCodeCredentialBuilder builder) {
		return builder.settings().authority();
	}

}
