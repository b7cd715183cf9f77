package io.github.azuredevicecode.entra;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.github.azuredevicecode.json.JsonObjects;
import org.jspecify.annotations.Nullable;

/**
 * Reads members of the service's JSON answers, which write numbers as strings at times.
 */
public final class JsonValues {

	static final Duration LONGEST = Duration.ofDays(365);

	private static final BigDecimal LATEST = BigDecimal.valueOf(Instant.parse("9999-01-01T00:00:00Z").getEpochSecond());

	private JsonValues() {
	}

	public static @Nullable String string(Map<String, @Nullable Object> json, String name) {
		return (json.get(name) instanceof String text && !text.isBlank()) ? text : null;
	}

	/**
	 * Reads a number of seconds.
	 * @param json the answer
	 * @param name the member
	 * @return the duration, or {@code null} if it is missing, unusable or negative
	 */
	public static @Nullable Duration seconds(Map<String, @Nullable Object> json, String name) {
		BigDecimal seconds = number(json, name);
		if (seconds == null || seconds.signum() < 0) {
			return null;
		}
		return (seconds.compareTo(BigDecimal.valueOf(LONGEST.toSeconds())) > 0) ? LONGEST
				: Duration.ofNanos(seconds.movePointRight(9).longValue());
	}

	/**
	 * Reads a time in seconds since 1970.
	 * @param json the answer
	 * @param name the member
	 * @return the time, or {@code null} if it is missing or unusable
	 */
	static @Nullable Instant instant(Map<String, @Nullable Object> json, String name) {
		BigDecimal seconds = number(json, name);
		return (seconds != null && seconds.signum() > 0 && seconds.compareTo(LATEST) < 0)
				? Instant.ofEpochSecond(seconds.longValue()) : null;
	}

	/**
	 * Reads a number, which some services send as text.
	 * @param json the answer
	 * @param name the member
	 * @return the number, or {@code null} if it is missing or unusable
	 */
	static @Nullable BigDecimal number(Map<String, @Nullable Object> json, String name) {
		Object value = json.get(name);
		try {
			return (value instanceof String text) ? JsonObjects.number(text.strip())
					: (value instanceof BigDecimal number) ? number : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
