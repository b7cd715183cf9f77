package io.github.azuredevicecode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TokenRequest} and {@link AccessToken}.
 */
class TokenRequestTests {

	@Test
	void scopesKeepTheirOrderAndLoseDuplicates() {
		assertThat(TokenRequest.of("b", "a", "b").scopes()).containsExactly("b", "a");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> TokenRequest.of("a").scopes().add("b"));
	}

	@Test
	void requestsForTheSameAreEqualWhateverTheOrderOfScopes() {
		TokenRequest request = TokenRequest.of("a", "b");
		assertThat(request).isEqualTo(TokenRequest.of(List.of("b", "a"))).hasSameHashCodeAs(TokenRequest.of("b", "a"));
		assertThat(request).isEqualTo(request).isNotEqualTo("a").isNotEqualTo(TokenRequest.of("a"));
		assertThat(request).isNotEqualTo(request.withCae(true))
			.isNotEqualTo(request.withTenantId("t"))
			.isNotEqualTo(request.withClaims("{}"));
		assertThat(request.withCae(true).withCae(false)).isEqualTo(request);
		assertThat(request.withTenantId("t")).isEqualTo(request.withTenantId("t"))
			.isNotEqualTo(request.withTenantId("u"));
	}

	@Test
	void eachPartIsKeptWhenAnotherIsSet() {
		TokenRequest request = TokenRequest.of("a").withClaims("{\"x\":1}").withTenantId("t").withCae(true);
		assertThat(request.claims()).isEqualTo("{\"x\":1}");
		assertThat(request.tenantId()).isEqualTo("t");
		assertThat(request.cae()).isTrue();
		assertThat(request.withClaims("{}").tenantId()).isEqualTo("t");
		assertThat(request.withClaims("{}").cae()).isTrue();
		assertThat(request.withTenantId("u").claims()).isEqualTo("{\"x\":1}");
		assertThat(request.withTenantId("u").cae()).isTrue();
		assertThat(request.withoutClaims().claims()).isNull();
		assertThat(request.withoutClaims().cae()).isTrue();
		TokenRequest withoutClaims = request.withoutClaims();
		assertThat(withoutClaims.withoutClaims()).isSameAs(withoutClaims);
		assertThat(request.toString()).contains("[a]", "t", "cae=true");
	}

	@Test
	void scopesThatAreNoneAreRefused() {
		for (String scope : List.of("", " ", "a b", "a\tb", "a\u00e9", "\u0000", "OpenID", "PROFILE")) {
			assertThatIllegalArgumentException().isThrownBy(() -> TokenRequest.of(scope));
		}
		assertThat(TokenRequest.of("!~").scopes()).containsExactly("!~");
	}

	@Test
	void claimsHaveALimit() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TokenRequest.of("a").withClaims("{\"x\":\"" + "y".repeat(300_000) + "\"}"))
			.withMessageStartingWith("The claims are not a JSON object: it is longer than");
	}

	@Test
	void aRequestSurvivesSerialization() throws Exception {
		TokenRequest request = TokenRequest.of("a", "b").withTenantId("t").withCae(true);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
			output.writeObject(request);
		}
		try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			assertThat(input.readObject()).isEqualTo(request).hasSameHashCodeAs(request);
		}
	}

}
