package io.github.azuredevicecode.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClaimsChallenge} and {@link AuthenticationChallenges}.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("contract-1.14")
class ClaimsChallengeTests {

	// 51 bytes, which Base64 does not pad, and one more, which it does
	private static final String CLAIMS = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1\"}}}";

	private static final String PADDED = Base64.getUrlEncoder()
		.encodeToString((CLAIMS + " ").getBytes(StandardCharsets.UTF_8));

	private static final String ENCODED = PADDED.replace("=", "");

	private static final String PARAMETERS = "error=\"insufficient_claims\", claims=\"" + ENCODED + "\"";

	static Stream<String> usable() {
		return Stream.of("Bearer " + PARAMETERS, "bearer " + PARAMETERS, "BEARER   " + PARAMETERS,
				"Bearer realm=\"\", authorization_uri=\"https://login.example/authorize\", " + PARAMETERS,
				"Bearer realm=\"a, Basic realm=\\\"b\\\", claims=\\\"x\\\"\", " + PARAMETERS,
				"Bearer " + PARAMETERS + ", Basic realm=\"later\"", "Basic realm=\"earlier\", Bearer " + PARAMETERS,
				"Negotiate YWJj==, Bearer " + PARAMETERS, "Negotiate, Bearer " + PARAMETERS,
				"Bearer error=\"invalid_token\", Bearer " + PARAMETERS, ", ,\tBearer " + PARAMETERS + " , ,",
				"Bearer ERROR=insufficient_claims , CLAIMS = " + ENCODED,
				"Bearer error = \"insufficient_claims\"\t,\tclaims\t=\t\"" + ENCODED + "\"",
				"Bearer error=\"insufficient\\_claims\", claims=\"" + ENCODED + "\"",
				"Bearer " + PARAMETERS + ", Basic realm=\"not closed",
				"Bearer error=\"insufficient_claims\", claims=\"" + ENCODED,
				"Bearer error=\"insufficient_claims\", claims=\"" + ENCODED + "\\",
				"Bearer error=\"insufficient_claims\", claims=\"" + ENCODED + "\" trailing",
				"Bearer error=\"insufficient_claims\" claims=\"" + ENCODED + "\"",
				"Bearer " + PARAMETERS + ", claims=\"" + ENCODED + "\"", "Bearer {" + PARAMETERS + "}",
				"Bearer error=\"insufficient_claims\"claims=\"" + ENCODED + "\"",
				"Bearer realm=\"the \"realm\" of \"all\"\" " + PARAMETERS + " Basic realm=\"later\"");
	}

	@ParameterizedTest
	@MethodSource("usable")
	void claimsAreFound(String header) {
		assertThat(ClaimsChallenge.find(List.of(header))).isEqualTo(CLAIMS + " ");
	}

	static Stream<String> unusable() {
		return Stream.of("", " ", ",", "Bearer", "Basic realm=\"x\"", "Basic " + PARAMETERS, PARAMETERS,
				"Bearer claims=\"" + ENCODED + "\"", "Bearer error=\"insufficient_claims\"",
				"Bearer error=\"invalid_token\", claims=\"" + ENCODED + "\"",
				"Bearer error=\"insufficient_claims\", Basic claims=\"" + ENCODED + "\"",
				"Basic error=\"insufficient_claims\", Bearer claims=\"" + ENCODED + "\"",
				"Bearer realm=\"error=insufficient_claims, claims=" + ENCODED + "\"",
				"Bearer error=\"insufficient_claims\", claims=", "Bearer error=\"insufficient_claims\", =\"x\"",
				"Bearer error=\"insufficient_claims\", claims=\"\"",
				"Bearer error=\"insufficient_claims\", claims=\"%%\"",
				"Bearer error=\"insufficient_claims\", claims=\"ab=cd\"",
				"Bearer error=\"insufficient_claims\", claims=\"" + encode("not json") + "\"",
				"Bearer error=\"insufficient_claims\", claims=\"" + encode("[1]") + "\"",
				"Bearer error=\"insufficient_claims\", claims=\"" + encode("{\"a\":1,\"a\":2}") + "\"");
	}

	@ParameterizedTest
	@MethodSource("unusable")
	void whatIsNoClaimsChallengeIsPassedOver(String header) {
		assertThat(ClaimsChallenge.find(List.of(header))).isNull();
	}

	@Test
	void noHeaderIsNoChallenge() {
		assertThat(ClaimsChallenge.find(Collections.emptyList())).isNull();
	}

	@Test
	void paddingAndTheAlphabetOfPlainBase64AreAccepted() {
		assertThat(PADDED).endsWith("=");
		assertThat(ClaimsChallenge.find(List.of("Bearer error=\"insufficient_claims\", claims=\"" + PADDED + "\"")))
			.isEqualTo(CLAIMS + " ");
		String claims = "{\"name\":\"?>\u00ff\u00fe~~\"}";
		String plain = Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
		assertThat(plain).containsPattern("[+/]");
		assertThat(ClaimsChallenge.find(List.of("Bearer error=\"insufficient_claims\", claims=\"" + plain + "\"")))
			.isEqualTo(claims);
	}

	@Test
	void theFirstUsableOfSeveralHeadersIsTaken() {
		assertThat(ClaimsChallenge.find(List.of("Basic realm=\"x\"", "Bearer error=\"invalid_token\"",
				"Bearer realm=\"not closed", "Bearer " + PARAMETERS)))
			.isEqualTo(CLAIMS + " ");
	}

	@Test
	void aLongChallengeIsReadWithoutExhaustingTheStack() {
		String claims = "{\"value\":\"" + "a".repeat(8000) + "\"}";
		assertThat(ClaimsChallenge
			.find(List.of("Bearer error=\"insufficient_claims\", claims=\"" + encode(claims) + "\"")))
			.isEqualTo(claims);
	}

	@Test
	void aHeaderThatIsTooLongIsPassedOver() {
		String padding = "Bearer realm=\"" + "a".repeat(16 * 1024) + "\", ";
		assertThat(ClaimsChallenge.find(List.of(padding + PARAMETERS, "Bearer " + PARAMETERS))).isEqualTo(CLAIMS + " ");
		assertThat(ClaimsChallenge.find(List.of(padding + PARAMETERS))).isNull();
	}

	@Test
	void manyFaultsInARowTakeNoTime() {
		long start = System.nanoTime();
		for (String part : List.of("=", "\"", "\\", ",", "a,", "a=", "a \"", "a=\"", "Bearer claims=\"====",
				"a=\"b\"c ", "claims={ ", "\" a", "\", a ", "a=\"b\", A ", "a=\"\\")) {
			ClaimsChallenge.find(List.of(part.repeat(16 * 1024 / part.length())));
		}
		assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
	}

	@Test
	void nothingOfAMalformedChallengeIsPrinted(CapturedOutput output) {
		ClaimsChallenge.find(List.of("Bearer error=\"insufficient_claims\", claims=\"" + encode("canary") + "\""));
		assertThat(output).doesNotContain("canary").doesNotContain(encode("canary"));
	}

	private static String encode(String claims) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
	}

}
