package io.github.azuredevicecode.entra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of codes in the documentation is that of the code. Written anew with
 * {@code -Daadsts-table.write=true}.
 */
class AadstsTableTests {

	private static final Path DOCUMENT = Path.of("../starter/docs/troubleshooting.md");

	private static final String BEGIN = "<!-- aadsts -->\n";

	private static final String END = "<!-- /aadsts -->";

	@Test
	void theDocumentationHasTheTableOfTheCode() throws IOException {
		String document = Files.readString(DOCUMENT).replace("\r\n", "\n");
		int begin = document.indexOf(BEGIN) + BEGIN.length();
		int end = document.indexOf(END);
		if (Boolean.getBoolean("aadsts-table.write")) {
			Files.writeString(DOCUMENT, document.substring(0, begin) + table() + document.substring(end));
			return;
		}
		assertThat(document.substring(begin, end)).isEqualTo(table());
	}

	private static String table() {
		Map<String, Set<String>> codes = new LinkedHashMap<>();
		Comparator<String> byNumber = Comparator
			.comparingLong((code) -> Long.parseLong(code.substring("AADSTS".length())));
		AadstsAdvice.all()
			.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey(byNumber))
			.forEach((entry) -> codes.computeIfAbsent(entry.getValue(), (advice) -> new TreeSet<>(byNumber))
				.add(entry.getKey()));
		return codes.entrySet()
			.stream()
			.map((entry) -> "| " + String.join(", ", entry.getValue()) + " | " + markdown(entry.getKey()) + " |\n")
			.collect(Collectors.joining("", "| Code | What to do |\n| --- | --- |\n", ""));
	}

	private static String markdown(String advice) {
		int link = advice.lastIndexOf(" https://");
		return advice.substring(0, link).replaceAll("(azure\\.identity\\.device-code\\.[a-z-]+)", "`$1`") + " [More]("
				+ advice.substring(link + 1) + ")";
	}

}
