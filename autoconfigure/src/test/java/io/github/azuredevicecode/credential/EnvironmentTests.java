package io.github.azuredevicecode.credential;

import java.util.Map;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What the builder takes from environment variables.
 */
@Tag("contract-1.2")
class EnvironmentTests {

	@ParameterizedTest
	@CsvSource({ "login.chinacloudapi.cn, https://login.chinacloudapi.cn", "'', https://login.microsoftonline.com",
			"' ', https://login.microsoftonline.com", "https://host.example/, https://host.example" })
	@Tag("contract-3.8")
	void theAuthorityHost(String value, String authority) {
		assertThat(settings(Map.of("AZURE_AUTHORITY_HOST", value)).authority()).isEqualTo(authority);
		assertThat(new DefaultDeviceCodeCredentialBuilder().environment(Map.of("AZURE_AUTHORITY_HOST", value)::get)
			.authority("login.example")
			.settings()
			.authority()
			.authority()).isEqualTo("https://login.example");
	}

	@Test
	void anAuthorityHostWithoutTlsIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> settings(Map.of("AZURE_AUTHORITY_HOST", "http://login.example")));
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "1, true", "yes, true", "false, false", "FALSE, false", "0, false", "'', false" })
	@Tag("contract-3.20")
	void disabledTenants(String value, boolean disabled) {
		assertThat(settings(Map.of("AZURE_IDENTITY_DISABLE_MULTITENANTAUTH", value)).disableMultiTenant())
			.isEqualTo(disabled);
	}

	@Test
	@Tag("contract-1.7")
	void withDisabledTenantsTheTenantOfARequestIsPassedOver() {
		try (ScriptedEntra entra = new ScriptedEntra();
				DeviceCodeCredential credential = withDisabledTenants(
						entra.deviceCode().token("token", 3600).credential())
					.tenantId("contoso.example")
					.build()) {
			credential.getToken(TokenRequest.of("scope").withTenantId("other"));
			assertThat(entra.requests()).hasSize(2)
				.allSatisfy((request) -> assertThat(request.path()).startsWith("/contoso.example/"));
		}
	}

	@Test
	void tenantAndClientAreNotRead() {
		AuthoritySettings settings = settings(Map.of("AZURE_TENANT_ID", "tenant", "AZURE_CLIENT_ID", "client"));
		assertThat(settings.tenantId()).isEqualTo("organizations");
		assertThat(settings.clientId()).isEqualTo(DeviceCodeCredential.DEVELOPMENT_CLIENT_ID);
		assertThat(settings.disableMultiTenant()).isFalse();
	}

	private static AuthoritySettings settings(Map<String, String> environment) {
		return new DefaultDeviceCodeCredentialBuilder().environment(environment::get).settings().authority();
	}

	private static DeviceCodeCredential.Builder withDisabledTenants(DeviceCodeCredential.Builder builder) {
		return ((DefaultDeviceCodeCredentialBuilder) builder)
			.environment(Map.of("AZURE_IDENTITY_DISABLE_MULTITENANTAUTH", "true")::get);
	}

}
