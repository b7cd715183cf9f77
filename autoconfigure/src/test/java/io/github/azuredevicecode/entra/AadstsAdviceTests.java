package io.github.azuredevicecode.entra;

import java.util.List;
import java.util.Map;

import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.entra.http.EntraResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AadstsAdvice} and {@link ServiceErrorParser}.
 */
@Tag("contract-2.3")
class AadstsAdviceTests {

	@ParameterizedTest
	@ValueSource(ints = { 53003, 530033, 530036, 53000, 50005, 50097, 50199, 7000218, 700025, 700016, 70016, 70020,
			70043, 700082, 50173, 50059, 50196, 65001, 90002, 50020, 50034, 50057, 50058, 50076, 50079, 50105, 50126,
			50158, 50194, 53001, 53010, 530035, 530032, 530034, 65004, 65005, 650057, 70000, 70002, 70011, 700005,
			90072, 90094, 90133, 500011, 500201, 9002331, 9002346, 28000 })
	void aKnownCodeHasASentenceAndALink(int code) {
		assertThat(AadstsAdvice.of("AADSTS" + code)).matches("[A-Z].*[a-z]\\. https://learn\\.microsoft\\.com/\\S+");
	}

	@ParameterizedTest
	@ValueSource(
			ints = { 53000, 53001, 53002, 53003, 53009, 530032, 530033, 530035, 530036, 50005, 50097, 70019, 70020 })
	void aSignInThatAPolicyBlocksIsExplainedToTheAdministrator(int code) {
		assertThat(AadstsAdvice.of("AADSTS" + code)).contains("administrator can", "sign-in log of Entra",
				"This library has no other way to sign in", "oauth2Login()", "InteractiveBrowserCredential",
				"ManagedIdentityCredential", "WorkloadIdentityCredential");
	}

	@Test
	void allAdviceHasASentenceAndALink() {
		assertThat(AadstsAdvice.all().values())
			.allSatisfy((advice) -> assertThat(advice).matches("[A-Z].*[a-z]\\. https://learn\\.microsoft\\.com/\\S+"));
	}

	@Test
	void anUnknownCodeHasTheLinkToTheService() {
		assertThat(parse("{\"error\":\"e\",\"error_description\":\"AADSTS1: What\"}").advice())
			.endsWith("https://login.microsoftonline.com/error?code=1");
		assertThat(parse("{\"error\":\"e\",\"error_codes\":[\"2\"]}").advice()).endsWith("?code=2");
		assertThat(parse("{\"error\":\"e\"}").advice()).isNull();
	}

	@Test
	void anUnknownCodeHasNone() {
		assertThat(AadstsAdvice.of("AADSTS1")).isNull();
		assertThat(AadstsAdvice.of(null)).isNull();
	}

	@Test
	void theCodeComesFromTheDescriptionOrElseFromTheNumbers() {
		assertThat(parse("{\"error\":\"e\",\"error_description\":\"AADSTS53003: Blocked\",\"error_codes\":[1]}"))
			.extracting(ServiceError::aadstsCode)
			.isEqualTo("AADSTS53003");
		assertThat(parse("{\"error\":\"e\",\"error_codes\":[53003,2]}")).satisfies((error) -> {
			assertThat(error.aadstsCode()).isEqualTo("AADSTS53003");
			assertThat(error.advice()).contains("Conditional Access");
			assertThat(error.text()).isEqualTo("e");
		});
		assertThat(parse("{\"error\":\"e\",\"error_codes\":[\"x\"]}")).extracting(ServiceError::aadstsCode).isNull();
	}

	@Test
	void theCorrelationIdComesFromTheBodyOrElseFromTheHeader() {
		assertThat(parse("{\"error\":\"e\",\"correlation_id\":\"c\"}").correlationId()).isEqualTo("c");
		assertThat(parse("{\"error\":\"e\"}").correlationId()).isEqualTo("of-the-header");
	}

	@Test
	void claimsThatAreNoneAreDropped() {
		assertThat(parse("{\"error\":\"e\",\"claims\":\"{}\"}").claims()).isEqualTo("{}");
		assertThat(parse("{\"error\":\"e\",\"claims\":\"[]\"}").claims()).isNull();
		assertThat(parse("{\"error\":\"e\",\"claims\":{}}").claims()).isNull();
	}

	@Test
	void anErrorIsOneWhateverItsStatus() {
		assertThat(ServiceErrorParser.parse(new EntraResponse(200, Map.of(), "{\"error\":\"e\"}"))).isNotNull();
	}

	@Test
	void whatIsNoErrorOfOAuthIsNone() {
		assertThat(ServiceErrorParser.parse(new EntraResponse(200, Map.of(), "{\"access_token\":\"t\"}"))).isNull();
		assertThat(ServiceErrorParser.parse(new EntraResponse(400, Map.of(), "<html>"))).isNull();
		assertThat(ServiceErrorParser.parse(new EntraResponse(400, Map.of(), "{\"error\":{\"code\":1}}"))).isNull();
	}

	private static ServiceError parse(String body) {
		ServiceError error = ServiceErrorParser
			.parse(new EntraResponse(400, Map.of("Client-Request-Id", List.of("of-the-header")), body));
		assertThat(error).isNotNull();
		return error;
	}

}
