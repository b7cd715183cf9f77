package io.github.azuredevicecode.cache.codec;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.azuredevicecode.cache.UnreadableLoginException;
import org.jspecify.annotations.Nullable;

/**
 * JSON object whose members must have certain types. Messages contain names and never
 * values.
 */
final class LoginJson {

	// Durations to later times could not be counted in nanoseconds
	private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

	private final Map<String, @Nullable Object> values;

	LoginJson(Map<String, @Nullable Object> values) {
		this.values = values;
	}

	boolean has(String name) {
		return this.values.get(name) != null;
	}

	String string(String name) throws UnreadableLoginException {
		if (this.values.get(name) instanceof String value) {
			return value;
		}
		throw wrong(name, "a string");
	}

	@Nullable String optionalString(String name) throws UnreadableLoginException {
		return has(name) ? string(name) : null;
	}

	/**
	 * Returns a text of a document that another program has written.
	 * @param name the member
	 * @return the text, or {@code null} if it is missing, blank or of another type
	 */
	@Nullable String stringOrNull(String name) {
		return (this.values.get(name) instanceof String value && !value.isBlank()) ? value : null;
	}

	/**
	 * Returns the objects in an object that another program has written.
	 * @param name the member
	 * @return those members of it that are objects
	 */
	List<LoginJson> objects(String name) {
		List<LoginJson> objects = new ArrayList<>();
		if (this.values.get(name) instanceof Map<?, ?> members) {
			members.values().forEach((member) -> {
				if (member instanceof Map<?, ?> value) {
					objects.add(of(value));
				}
			});
		}
		return objects;
	}

	private static LoginJson of(Map<?, ?> value) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		value.forEach((key, member) -> members.put(String.valueOf(key), member));
		return new LoginJson(members);
	}

	boolean bool(String name) throws UnreadableLoginException {
		if (this.values.get(name) instanceof Boolean value) {
			return value;
		}
		throw wrong(name, "a boolean");
	}

	BigDecimal number(String name) throws UnreadableLoginException {
		if (this.values.get(name) instanceof BigDecimal value) {
			return value;
		}
		throw wrong(name, "a number");
	}

	long count(String name) throws UnreadableLoginException {
		try {
			long count = number(name).longValueExact();
			if (count >= 0) {
				return count;
			}
		}
		catch (ArithmeticException ex) {
			// Not a whole number, or one that no counter reaches
		}
		throw wrong(name, "a count");
	}

	Instant instant(String name) throws UnreadableLoginException {
		try {
			Instant time = Instant.parse(string(name));
			if (!time.isBefore(Instant.EPOCH) && time.isBefore(LATEST)) {
				return time;
			}
		}
		catch (DateTimeException ex) {
			// Not a time
		}
		throw wrong(name, "a time");
	}

	Set<String> strings(String name) throws UnreadableLoginException {
		if (!(this.values.get(name) instanceof List<?> list)) {
			throw wrong(name, "a list");
		}
		Set<String> strings = new LinkedHashSet<>();
		for (Object element : list) {
			if (!(element instanceof String string)) {
				throw wrong(name, "a list of strings");
			}
			strings.add(string);
		}
		return Collections.unmodifiableSet(strings);
	}

	LoginJson object(String name) throws UnreadableLoginException {
		if (this.values.get(name) instanceof Map<?, ?> value) {
			return of(value);
		}
		throw wrong(name, "an object");
	}

	boolean hasObject(String name) {
		return this.values.get(name) instanceof Map<?, ?>;
	}

	Set<String> names() {
		return this.values.keySet();
	}

	private static UnreadableLoginException wrong(String name, String type) {
		return new UnreadableLoginException("The stored login is corrupt: '" + name + "' is missing or is not " + type,
				UnreadableLoginException.Kind.CORRUPT);
	}

}
