package io.github.azuredevicecode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The public API is what the list in the repository says, so that a change of it is seen
 * in a review.
 */
@AnalyzeClasses(packages = "io.github.azuredevicecode", importOptions = ImportOption.DoNotIncludeTests.class)
final class PublicApiTests {

	private static final String WRITE = "public-api.write";

	private static final Path FILE = Path.of("src", "test", "resources", "public-api.txt");

	private PublicApiTests() {
	}

	@ArchTest
	static void thePublicApiIsTheListedOne(JavaClasses classes) throws IOException {
		List<String> actual = ArchitectureTests.publicApi(classes).stream().map(PublicApi.Element::toString).toList();
		if (Boolean.getBoolean(WRITE)) {
			Files.write(FILE, actual);
		}
		List<String> listed = Files.exists(FILE) ? Files.readAllLines(FILE) : List.of();
		assertThat(difference(listed, actual))
			.as("Changes of the public API (- was, + is). To list it anew, run this test with -D%s=true", WRITE)
			.isEmpty();
		assertThat(actual).isEqualTo(listed);
	}

	private static List<String> difference(List<String> listed, List<String> actual) {
		return Stream
			.concat(listed.stream().filter((line) -> !actual.contains(line)).map((line) -> "- " + line),
					actual.stream().filter((line) -> !listed.contains(line)).map((line) -> "+ " + line))
			.toList();
	}

}
