package io.github.azuredevicecode.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the Markdown files name is there: files, headings, properties, messages and codes.
 */
class DocumentationTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Path TROUBLESHOOTING = ROOT.resolve("starter/docs/troubleshooting.md");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

	private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

	private static final Pattern PROPERTY = Pattern.compile("azure\\.identity\\.device-code(?:\\.[a-z0-9-]+)+");

	private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

	private static final Pattern AADSTS = Pattern.compile("AADSTS\\d+");

	@Test
	void everyRelativeLinkLeadsToAFileAndAHeading() throws IOException {
		List<String> broken = new ArrayList<>();
		documents().forEach((file, text) -> matches(LINK, withoutCode(text)).forEach((link) -> {
			String[] parts = link.group(1).split("#", 2);
			if (!parts[0].contains(":") && !leadsSomewhere(file, parts)) {
				broken.add(ROOT.relativize(file) + ": " + link.group(1));
			}
		}));
		assertThat(broken).isEmpty();
	}

	private static boolean leadsSomewhere(Path file, String... parts) {
		Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
		try {
			return Files.exists(target) && (parts.length == 1 || anchors(Files.readString(target)).contains(parts[1]));
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot read " + target, ex);
		}
	}

	@Test
	void everyDocumentOfTheStarterIsLinkedFromTheReadme() throws IOException {
		List<String> links = matches(LINK, Files.readString(ROOT.resolve("README.md"))).map((link) -> link.group(1))
			.toList();
		assertThat(documents().keySet()).filteredOn((file) -> file.startsWith(TROUBLESHOOTING.getParent()))
			.isNotEmpty()
			.allSatisfy((file) -> assertThat(links).contains(ROOT.relativize(file).toString().replace('\\', '/')));
	}

	@Test
	void everyPropertyThatIsNamedExists() throws IOException {
		ConfigurationReference reference = new ConfigurationReference(ConfigurationReferenceTests.metadata());
		List<String> unknown = new ArrayList<>();
		documents().forEach((file, text) -> matches(PROPERTY, text).map(MatchResult::group)
			.filter((name) -> !reference.knows(name))
			.forEach((name) -> unknown.add(ROOT.relativize(file) + ": " + name)));
		assertThat(unknown).isEmpty();
	}

	@Test
	void everyCodeWithAdviceIsExplained() throws IOException {
		String advice = Files.readString(Path.of("src/main/java/io/github/azuredevicecode/entra/AadstsAdvice.java"));
		TreeSet<String> codes = matches(AADSTS, advice).map(MatchResult::group)
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(codes).isNotEmpty();
		assertThat(headings(Files.readString(TROUBLESHOOTING)).flatMap((heading) -> matches(AADSTS, heading))
			.map(MatchResult::group)).containsAll(codes);
	}

	@Test
	void everyMessageInAHeadingIsOneOfTheCode() throws IOException {
		String literals = literals();
		List<String> unknown = headings(Files.readString(TROUBLESHOOTING))
			.flatMap((heading) -> matches(QUOTED, heading))
			.flatMap((quoted) -> Stream.of(quoted.group(1).split("\\.\\.\\.")))
			.map(String::strip)
			.filter((message) -> !literals.contains(message))
			.toList();
		assertThat(unknown).isEmpty();
	}

	@Test
	void theHeadingsOfTheTroubleshootingHoldMessages() throws IOException {
		assertThat(headings(Files.readString(TROUBLESHOOTING)).filter((heading) -> heading.contains("\"")))
			.hasSizeGreaterThan(10);
	}

	// With the strings joined that are written in parts
	private static String literals() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
			StringBuilder literals = new StringBuilder();
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
				literals.append(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
			}
			return literals.toString();
		}
	}

	private static Map<Path, String> documents() throws IOException {
		Map<Path, String> documents = new TreeMap<>();
		try (Stream<Path> files = Files.walk(ROOT)) {
			for (Path file : files.filter(DocumentationTests::isDocument).toList()) {
				documents.put(file, Files.readString(file));
			}
		}
		assertThat(documents).containsKeys(ROOT.resolve("README.md"), TROUBLESHOOTING);
		return documents;
	}

	private static boolean isDocument(Path file) {
		String path = ROOT.relativize(file).toString().replace('\\', '/');
		return path.endsWith(".md") && !path.contains("target/") && !path.startsWith(".");
	}

	// As GitHub makes them
	private static List<String> anchors(String text) {
		List<String> anchors = new ArrayList<>();
		headings(text)
			.map((heading) -> heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
			.forEach((anchor) -> {
				String unique = anchor;
				for (int i = 1; anchors.contains(unique); i++) {
					unique = anchor + "-" + i;
				}
				anchors.add(unique);
			});
		return anchors;
	}

	private static Stream<String> headings(String text) {
		return matches(HEADING, withoutCode(text)).map((heading) -> heading.group(1).strip());
	}

	private static String withoutCode(String text) {
		return text.replaceAll("(?ms)^ *```.*?^ *```$", "");
	}

	private static Stream<MatchResult> matches(Pattern pattern, String text) {
		return pattern.matcher(text).results();
	}

}
