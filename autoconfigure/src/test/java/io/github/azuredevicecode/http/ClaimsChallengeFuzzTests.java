package io.github.azuredevicecode.http;

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.azuredevicecode.json.JsonObjects;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A header of a resource is read without a fault, and claims found in it are a JSON
 * object.
 */
class ClaimsChallengeFuzzTests {

	@FuzzTest(maxDuration = "1m")
	void claimsChallenge(byte[] input) {
		String claims = ClaimsChallenge.find(List.of(new String(input, StandardCharsets.UTF_8)));
		if (claims != null) {
			assertThat(JsonObjects.parse(claims)).isNotNull();
		}
	}

}
