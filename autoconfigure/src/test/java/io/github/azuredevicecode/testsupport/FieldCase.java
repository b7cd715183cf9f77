package io.github.azuredevicecode.testsupport;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * A case that was seen in the field, read from a file of properties below
 * {@code src/test/resources/field}. Each file says in {@code seen} where.
 *
 * @param name the name of the file without its extension
 * @param properties the input and what is expected
 */
public record FieldCase(String name, Properties properties) {

	// An issue or a file of a repository, a document, or a section of a standard
	private static final Pattern SEEN = Pattern
		.compile("(variant of )?([\\w.-]+/[\\w.-]+#\\d+|[\\w.-]+/[\\w.-]+, [\\w./-]+"
				+ "|learn\\.microsoft\\.com, .+|RFC \\d+ section [\\d.]+|OpenID Connect Core 1\\.0, section \\d+)");

	/**
	 * Reads the cases of a kind.
	 * @param kind the name of their folder
	 * @param keys the properties that a case of this kind may have beside {@code seen}
	 * @return the cases, by name
	 */
	public static Stream<FieldCase> of(String kind, String... keys) {
		try {
			Resource[] files = new PathMatchingResourcePatternResolver()
				.getResources("classpath:field/" + kind + "/*.properties");
			if (files.length == 0) {
				throw new IllegalStateException("There is no case of the kind '" + kind + "'");
			}
			return Arrays.stream(files)
				.map((file) -> read(file, Set.of(keys)))
				.sorted((first, second) -> first.name().compareTo(second.name()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static FieldCase read(Resource file, Set<String> keys) {
		Properties properties = new Properties();
		try (Reader reader = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
			properties.load(reader);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		FieldCase fieldCase = new FieldCase(Objects.requireNonNull(file.getFilename()).replace(".properties", ""),
				properties);
		if (!SEEN.matcher(fieldCase.required("seen")).matches()) {
			throw new IllegalStateException(
					fieldCase.name() + " was seen where nobody can look it up: '" + fieldCase.required("seen") + "'");
		}
		properties.stringPropertyNames().forEach((key) -> {
			if (!key.equals("seen") && !keys.contains(key.replaceFirst("\\.\\d+$", ""))) {
				throw new IllegalStateException(fieldCase.name() + " has an unknown property '" + key + "'");
			}
		});
		return fieldCase;
	}

	public @Nullable String get(String key) {
		return this.properties.getProperty(key);
	}

	public String required(String key) {
		String value = get(key);
		if (value == null || value.isBlank()) {
			throw new IllegalStateException(this.name + " has no '" + key + "'");
		}
		return value;
	}

	/**
	 * Returns the values of a property that may stand several times, with a number.
	 * @param key the property
	 * @return the value, or the values of {@code key.1}, {@code key.2} and so on
	 */
	public List<String> all(String key) {
		String value = get(key);
		return (value != null) ? List.of(value)
				: IntStream.iterate(1, (number) -> number + 1)
					.mapToObj((number) -> get(key + "." + number))
					.takeWhile(Objects::nonNull)
					.map(String::valueOf)
					.toList();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
