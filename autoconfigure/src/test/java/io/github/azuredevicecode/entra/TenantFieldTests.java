package io.github.azuredevicecode.entra;

import java.util.List;
import java.util.stream.Stream;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.testsupport.FieldCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tenants of requests: a credential with the tenant {@code configured} and, if there are
 * some, the {@code allowed} ones, whose user signed in to {@code signed-in}, is asked for
 * the tenant {@code requested}. The request goes to {@code expected}, or is refused.
 */
class TenantFieldTests {

	static Stream<FieldCase> tenants() {
		return FieldCase.of("tenant", "configured", "allowed", "signed-in", "requested", "expected");
	}

	@ParameterizedTest
	@MethodSource("tenants")
	void theNamesOfOneTenantAreOneTenant(FieldCase tenant) {
		String allowed = tenant.get("allowed");
		TenantResolver resolver = new TenantResolver(
				new AuthoritySettings("client", tenant.required("configured"), "https://login.microsoftonline.com",
						(allowed != null) ? List.of(allowed.split(",")) : List.of(), false, false),
				() -> tenant.get("signed-in"));
		String expected = tenant.get("expected");
		if (expected != null) {
			assertThat(resolver.resolve(tenant.required("requested"))).isEqualTo(expected);
		}
		else {
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> resolver.resolve(tenant.required("requested")))
				.withMessageContaining("additionally-allowed-tenants");
		}
	}

}
