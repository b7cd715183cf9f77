package io.github.azuredevicecode.entra;

import java.time.Duration;

/**
 * Durations in words.
 */
final class Durations {

	private Durations() {
	}

	/**
	 * Returns a duration in words.
	 * @param duration the duration
	 * @return words such as {@code 1 minute 30 seconds}
	 */
	static String inWords(Duration duration) {
		if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
			return number(duration.toMillis(), "millisecond");
		}
		StringBuilder words = new StringBuilder();
		append(words, duration.toDays(), "day");
		append(words, duration.toHoursPart(), "hour");
		append(words, duration.toMinutesPart(), "minute");
		append(words, duration.toSecondsPart(), "second");
		return words.toString();
	}

	private static void append(StringBuilder words, long count, String unit) {
		if (count > 0) {
			words.append(words.isEmpty() ? "" : " ").append(number(count, unit));
		}
	}

	private static String number(long count, String unit) {
		return count + " " + unit + ((count == 1) ? "" : "s");
	}

}
