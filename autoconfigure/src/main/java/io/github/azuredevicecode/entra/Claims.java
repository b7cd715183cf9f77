package io.github.azuredevicecode.entra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
	 * Returns the union of two claims.
	 * @param first a JSON object, or {@code null}
	 * @param second a JSON object, which prevails, or {@code null}
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
		second.forEach((name, value) -> {
			if (merged.get(name) instanceof Map<?, ?> old && value instanceof Map<?, ?> added) {
				merged.put(String.valueOf(name), merge(old, added));
			}
			else {
				merged.put(String.valueOf(name), value);
			}
		});
		return merged;
	}

}
