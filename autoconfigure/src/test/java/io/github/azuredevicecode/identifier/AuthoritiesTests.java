package io.github.azuredevicecode.identifier;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Addresses that are refused.
 */
class AuthoritiesTests {

	@ParameterizedTest
	@ValueSource(strings = { "https://user:canary@login.example.com", "canary@login.example.com",
			"http://canary:canary@login.example.com/tenant", "https://user:can@ry-canary@login.example.com",
			"https://canary@@login.example.com", "https://login.example.com/x canary@y" })
	void aRefusalDoesNotQuoteAPassword(String authority) {
		assertThatIllegalArgumentException().isThrownBy(() -> Authorities.normalize(authority))
			.withMessageContaining("'***@")
			.withMessageNotContaining("canary");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://login.example.com/x@login.microsoftonline.com",
			"https://login.example.com/https://login.microsoftonline.com@adfs", "login.example.com/@" })
	void aPathThatLooksLikeAnotherHostIsRefused(String authority) {
		assertThatIllegalArgumentException().isThrownBy(() -> Authorities.normalize(authority))
			.withMessageContaining("is an invalid authority");
	}

}
