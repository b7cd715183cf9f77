package io.github.azuredevicecode.entra;

import java.util.List;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.TokenRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for {@link TenantResolver}.
 */
@Tag("contract-1.7")
class TenantResolverTests {

	@Test
	void withoutARequestedTenantItIsTheCredentialsOwn() {
		assertThat(resolver("own").resolve(null)).isEqualTo("own");
		assertThat(resolver("own").resolve("own")).isEqualTo("own");
	}

	@Test
	void anAdfsKnowsNoOtherTenant() {
		assertThat(resolver("adfs", "*").resolve("other")).isEqualTo("adfs");
	}

	@Test
	void anAllowedTenantIsTaken() {
		assertThat(resolver("own", "*").resolve("other")).isEqualTo("other");
		assertThat(resolver("own", "first", "other").resolve("other")).isEqualTo("other");
	}

	@Test
	void anyTenantIsTakenForOrganizationsWithoutAList() {
		assertThat(resolver("organizations").resolve("other")).isEqualTo("other");
	}

	@Test
	void anyOtherTenantIsRefused() {
		assertThatExceptionOfType(ClientAuthenticationException.class).isThrownBy(() -> resolver("own").resolve("b"))
			.withMessageStartingWith(
					"The current credential is not configured to acquire tokens for tenant b. Add it to");
		assertThatExceptionOfType(ClientAuthenticationException.class)
			.isThrownBy(() -> resolver("organizations", "a").resolve("b"));
	}

	@Test
	void onlyAResolvedRequestHasATenant() {
		assertThat(TenantResolver.resolved(TokenRequest.of("scope").withTenantId("own"))).isEqualTo("own");
		assertThatNullPointerException().isThrownBy(() -> TenantResolver.resolved(TokenRequest.of("scope")));
	}

	private static TenantResolver resolver(String tenantId, String... allowed) {
		return new TenantResolver(new AuthoritySettings("client", tenantId, "https://login.microsoftonline.com",
				List.of(allowed), false, false));
	}

}
