package io.github.azuredevicecode.entra;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.json.JsonObjects;
import org.jspecify.annotations.Nullable;

/**
 * The {@code claims} parameter: what the caller or the service demands and, with
 * Continuous Access Evaluation, the capability to answer a claims challenge.
 */
public final class Claims {

	private static final Map<String, Object> CAPABILITY = Map.of("access_token",
			Map.of("xms_cc", Map.of("values", List.of("CP1"))));

	// Short enough to be compared in no time
	private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?([eE][+-]?\\d{1,2})?");

	private Claims() {
	}

	/**
	 * Returns the claims to send.
	 * @param claims a JSON object, or {@code null}
	 * @param mode whether to declare the capability
	 * @return the claims as they were given where nothing is added, or {@code null}
	 */
	public static @Nullable String toParameter(@Nullable String claims, LoginMode mode) {
		if (!mode.isCae()) {
			return claims;
		}
		return JsonObjects.write(merge(JsonObjects.parse((claims != null) ? claims : "{}"), CAPABILITY));
	}

	/**
	 * Returns the union of two claims, which asks for no less than either.
	 * @param first a JSON object, or {@code null}
	 * @param second a JSON object, whose text prevails where both have different ones, or
	 * {@code null}
	 * @return the one that is there, or both merged
	 */
	public static @Nullable String merge(@Nullable String first, @Nullable String second) {
		if (first == null || second == null) {
			return (first != null) ? first : second;
		}
		return JsonObjects.write(merge(JsonObjects.parse(first), JsonObjects.parse(second)));
	}

	private static Map<String, @Nullable Object> merge(Map<?, ?> first, Map<?, ?> second) {
		Map<String, @Nullable Object> merged = new LinkedHashMap<>();
		first.forEach((name, value) -> merged.put(String.valueOf(name), value));
		second.forEach((name, value) -> merged.put(String.valueOf(name), union(first.get(name), value)));
		return merged;
	}

	private static @Nullable Object union(@Nullable Object first, @Nullable Object second) {
		if (first == null || second == null) {
			return (first != null) ? first : second;
		}
		if (first instanceof Map<?, ?> object && second instanceof Map<?, ?> other) {
			return merge(object, other);
		}
		if (first instanceof List<?> list && second instanceof List<?> other) {
			return Stream.concat(list.stream(), other.stream()).distinct().toList();
		}
		if (first instanceof Boolean isEssential && second instanceof Boolean other) {
			return isEssential || other;
		}
		// Such as the time before which no token may have been issued
		if (isNumber(first) && isNumber(second)) {
			return (new BigDecimal(first.toString()).compareTo(new BigDecimal(second.toString())) > 0) ? first : second;
		}
		return (rank(first) > rank(second)) ? first : second;
	}

	// Of two values of different kinds, the one that can demand something
	private static int rank(Object value) {
		if (value instanceof Map) {
			return 4;
		}
		if (value instanceof List) {
			return 3;
		}
		return (value instanceof Boolean) ? 2 : isNumber(value) ? 1 : 0;
	}

	private static boolean isNumber(Object value) {
		return NUMBER.matcher(value.toString()).matches();
	}

}
