package io.github.azuredevicecode.http;

import java.util.stream.Stream;

import io.github.azuredevicecode.testsupport.FieldCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Challenges that services and guides show: {@code header} and, where there are claims to
 * answer, {@code claims}.
 */
class ChallengeFieldTests {

	static Stream<FieldCase> challenges() {
		return FieldCase.of("challenge", "header", "claims");
	}

	@ParameterizedTest
	@MethodSource("challenges")
	void claimsAreFoundWhereAResourceDemandsThem(FieldCase challenge) {
		assertThat(ClaimsChallenge.find(challenge.all("header"))).isEqualTo(challenge.get("claims"));
	}

}
