package io.github.azuredevicecode.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The English of sources and documents, which people must understand who learned it at
 * school.
 */
class VoiceTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern JAVADOC = Pattern.compile("/\\*\\*\\s*\\*?\\s*(\\w+)");

	private static final List<String> QUESTIONS = List.of("What", "Who", "Where", "How", "Whether");

	@Test
	void noJavadocStartsLikeAQuestion() throws IOException {
		List<String> found = new ArrayList<>();
		for (Path file : files("java")) {
			String source = Files.readString(file);
			Matcher javadoc = JAVADOC.matcher(source);
			while (javadoc.find()) {
				if (QUESTIONS.contains(javadoc.group(1)) && !isProperty(file, javadoc.group(1))) {
					found.add(file + ": " + javadoc.group());
				}
			}
		}
		assertThat(found).isEmpty();
	}

	// As Spring Boot describes properties that are true or false
	private static boolean isProperty(Path file, String word) {
		return word.equals("Whether") && file.toString().endsWith("Properties.java");
	}

	@ParameterizedTest
	@ValueSource(strings = { "which alone", "whoever", "hears of", "heard of", "of the moment", "goes on",
			"is not to be had", "nearer to signing in", "is better off", "shall carry", "or nothing of this",
			"has lost its application", "waits for somebody", "keyword argument", "disable_instance_discovery",
			"additionally_allowed_tenants", "has signed in in time", "cannot be, stops" })
	void phrasesThatAreHardToReadAreAbsent(String phrase) throws IOException {
		Pattern pattern = Pattern.compile("(?<!\\w)" + Pattern.quote(phrase) + "(?!\\w)", Pattern.CASE_INSENSITIVE);
		List<Path> files = new ArrayList<>(files("java"));
		files.addAll(files("md"));
		files.addAll(files("js"));
		files.addAll(files("html"));
		files.addAll(files("json"));
		List<Path> found = new ArrayList<>();
		for (Path file : files) {
			String text = Files.readString(file).replaceAll("\\s*\\R\\s*(\\*|//)?\\s*", " ");
			if (pattern.matcher(text).find()) {
				found.add(file);
			}
		}
		assertThat(found).isEmpty();
	}

	private static List<Path> files(String extension) throws IOException {
		List<Path> found = new ArrayList<>();
		for (String module : List.of("autoconfigure/src/main", "sample-app/src/main", "starter/docs", "README.md",
				"SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md")) {
			try (Stream<Path> files = Files.walk(ROOT.resolve(module))) {
				files.filter((file) -> file.toString().endsWith("." + extension)).forEach(found::add);
			}
		}
		return found;
	}

}
