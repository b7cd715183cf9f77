package io.github.azuredevicecode.credential;

import java.util.stream.Stream;

import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.testsupport.FieldCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Settings as people have them: {@code client-id}, {@code tenant-id}, {@code authority}
 * and {@code authority-host}, the value of the variable {@code AZURE_AUTHORITY_HOST}.
 * They lead to {@code expected-authority} and {@code expected-tenant-id}, or are
 * {@code refused} with a message that contains this text.
 */
class SettingFieldTests {

	static Stream<FieldCase> settings() {
		return FieldCase.of("setting", "client-id", "tenant-id", "authority", "authority-host", "expected-authority",
				"expected-tenant-id", "refused");
	}

	@ParameterizedTest
	@MethodSource("settings")
	void aSettingIsUnderstoodOrRefusedAtOnce(FieldCase setting) {
		String refused = setting.get("refused");
		if (refused != null) {
			assertThatIllegalArgumentException().isThrownBy(() -> authority(setting)).withMessageContaining(refused);
			return;
		}
		AuthoritySettings authority = authority(setting);
		assertThat(authority.authority()).isEqualTo(setting.required("expected-authority"));
		assertThat(authority.tenantId()).isEqualTo(setting.required("expected-tenant-id"));
	}

	private static AuthoritySettings authority(FieldCase setting) {
		DefaultDeviceCodeCredentialBuilder builder = new DefaultDeviceCodeCredentialBuilder()
			.environment((name) -> name.equals("AZURE_AUTHORITY_HOST") ? setting.get("authority-host") : null);
		String clientId = setting.get("client-id");
		builder = (clientId != null) ? builder.clientId(clientId) : builder;
		String tenantId = setting.get("tenant-id");
		builder = (tenantId != null) ? builder.tenantId(tenantId) : builder;
		String authority = setting.get("authority");
		builder = (authority != null) ? builder.authority(authority) : builder;
		return builder.settings().authority();
	}

}
