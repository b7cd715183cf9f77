package io.github.azuredevicecode.entra;

import io.github.azuredevicecode.LoginMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Claims}.
 */
@Tag("contract-1.8")
class ClaimsTests {

	private static final String CAPABILITY = "{\"access_token\":{\"xms_cc\":{\"values\":[\"CP1\"]}}}";

	@Test
	void withoutTheModeClaimsAreKeptAsTheyAre() {
		assertThat(Claims.toParameter(" {} ", LoginMode.STANDARD)).isEqualTo(" {} ");
		assertThat(Claims.toParameter(null, LoginMode.STANDARD)).isNull();
	}

	@Test
	void withTheModeTheCapabilityIsAdded() {
		assertThat(Claims.toParameter(null, LoginMode.CONTINUOUS_ACCESS_EVALUATION)).isEqualTo(CAPABILITY);
		assertThat(
				Claims.toParameter("{\"access_token\":{\"a\":null},\"b\":[1]}", LoginMode.CONTINUOUS_ACCESS_EVALUATION))
			.isEqualTo("{\"access_token\":{\"a\":null,\"xms_cc\":{\"values\":[\"CP1\"]}},\"b\":[1]}");
		assertThat(Claims.toParameter("{\"access_token\":1}", LoginMode.CONTINUOUS_ACCESS_EVALUATION))
			.isEqualTo(CAPABILITY);
	}

	@Test
	void mergingAsksForNoLessThanEither() {
		assertThat(Claims.merge("{\"a\":{\"essential\":true}}", "{\"a\":{\"essential\":false}}"))
			.isEqualTo("{\"a\":{\"essential\":true}}");
		assertThat(Claims.merge("{\"a\":{\"essential\":true}}", "{\"a\":null}"))
			.isEqualTo("{\"a\":{\"essential\":true}}");
		assertThat(Claims.merge("{\"nbf\":{\"value\":\"1700000000\"}}", "{\"nbf\":{\"value\":\"1600000000\"}}"))
			.isEqualTo("{\"nbf\":{\"value\":\"1700000000\"}}");
		assertThat(Claims.merge("{\"nbf\":{\"value\":\"900\"}}", "{\"nbf\":{\"value\":\"1600\"}}"))
			.isEqualTo("{\"nbf\":{\"value\":\"1600\"}}");
		assertThat(Claims.merge("{\"a\":{\"values\":[\"c1\",\"c2\"]}}", "{\"a\":{\"values\":[\"c2\",\"c3\"]}}"))
			.isEqualTo("{\"a\":{\"values\":[\"c1\",\"c2\",\"c3\"]}}");
		assertThat(Claims.toParameter("{\"access_token\":{\"xms_cc\":{\"values\":[\"CP2\"]}}}",
				LoginMode.CONTINUOUS_ACCESS_EVALUATION))
			.isEqualTo("{\"access_token\":{\"xms_cc\":{\"values\":[\"CP2\",\"CP1\"]}}}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"false\"", "1", "null", "\"\"" })
	void aDemandOfAnotherKindDoesNotLiftOne(String value) {
		String essential = "{\"access_token\":{\"acrs\":{\"essential\":true,\"values\":[\"c1\"]}}}";
		assertThat(Claims.merge(essential, "{\"access_token\":{\"acrs\":{\"essential\":" + value + "}}}"))
			.isEqualTo(essential);
		assertThat(Claims.merge(essential, "{\"access_token\":{\"acrs\":{\"values\":" + value + "}}}"))
			.isEqualTo(essential);
		assertThat(Claims.merge(essential, "{\"access_token\":{\"acrs\":" + value + "}}")).isEqualTo(essential);
		assertThat(Claims.merge(essential, "{\"access_token\":" + value + "}")).isEqualTo(essential);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"-1\"", "\"1.6e9\"", "1.6E+9", "\"\"", "\"x\"", "null" })
	void anEarlierTimeInAnotherFormDoesNotPrevail(String value) {
		String nbf = "{\"access_token\":{\"nbf\":{\"value\":\"1700000000\"}}}";
		assertThat(Claims.merge(nbf, "{\"access_token\":{\"nbf\":{\"value\":" + value + "}}}")).isEqualTo(nbf);
	}

	@Test
	void aLaterTimeInAnotherFormPrevails() {
		assertThat(Claims.merge("{\"nbf\":{\"value\":\"1700000000\"}}", "{\"nbf\":{\"value\":\"1.8e9\"}}"))
			.isEqualTo("{\"nbf\":{\"value\":\"1.8e9\"}}");
	}

	@Test
	void mergingPrefersTheTextOfTheSecond() {
		assertThat(Claims.merge(null, null)).isNull();
		assertThat(Claims.merge("{\"a\":1}", null)).isEqualTo("{\"a\":1}");
		assertThat(Claims.merge(null, "{\"a\":1}")).isEqualTo("{\"a\":1}");
		assertThat(Claims.merge("{\"a\":{\"x\":1,\"y\":1}}", "{\"a\":{\"y\":2},\"b\":3}"))
			.isEqualTo("{\"a\":{\"x\":1,\"y\":2},\"b\":3}");
	}

}
