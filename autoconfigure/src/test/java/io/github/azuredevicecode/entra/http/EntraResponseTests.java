package io.github.azuredevicecode.entra.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EntraResponse}.
 */
class EntraResponseTests {

	private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");

	@ParameterizedTest
	@CsvSource({ "0, PT0S", "3, PT3S", "' 120 ', PT2M", "1.5, PT1.5S", "0.25, PT0.25S", "2., PT2S",
			"999999, PT277H46M39S" })
	void retryAfterIsReadAsSecondsAlsoWithAFraction(String value, Duration wait) {
		assertThat(retryAfter(Map.of("Retry-After", List.of(value)))).isEqualTo(wait);
	}

	@ParameterizedTest
	@CsvSource({ "'Mon, 4 May 2026 12:00:07 GMT', PT7S", "'Mon, 04 May 2026 11:00:00 GMT', PT0S" })
	void retryAfterIsReadAsADate(String value, Duration wait) {
		assertThat(retryAfter(Map.of("retry-after", List.of(value)))).isEqualTo(wait);
	}

	@Test
	void aDateIsComparedToTheClockOfTheService() {
		assertThat(retryAfter(Map.of("Date", List.of("Mon, 04 May 2026 14:00:00 GMT"), "Retry-After",
				List.of("Mon, 04 May 2026 14:00:30 GMT"))))
			.isEqualTo(Duration.ofSeconds(30));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-1", "soon", "1e3", "1,5", "1000000", "99999999999999999999", "NaN",
			"Mon, 04 May 2099 12:00:00 GMT", "Mon, 99 May 2026 12:00:00 GMT" })
	void whatIsNoTimeToWaitIsPassedOver(String value) {
		assertThat(retryAfter(Map.of("Retry-After", List.of(value)))).isNull();
	}

	@Test
	void withoutTheHeaderThereIsNoTimeToWait() {
		assertThat(retryAfter(Map.of())).isNull();
	}

	private static @Nullable Duration retryAfter(Map<String, List<String>> headers) {
		return new EntraResponse(429, headers, "").retryAfter(NOW);
	}

}
