package io.github.azuredevicecode.sample;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar, run in a process of its own.
 */
class PackagedSampleIT {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@Timeout(120)
	void greetsWhoHasSignedInWhetherOrNotItWasProcessedAheadOfTime(boolean aheadOfTime) throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dspring.aot.enabled=" + aheadOfTime, "-jar", System.getProperty("sample.jar"), "--server.port=0")
			.redirectErrorStream(true)
			.start();
		List<String> lines = new ArrayList<>();
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			Matcher message = Sample.MESSAGE.matcher("");
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				lines.add(line);
				if (message.reset(line).find()) {
					Sample.answer(message.group(1), message.group(2), "accept");
				}
				if (line.startsWith("Hello, ")) {
					break;
				}
			}
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(lines).contains("Signed in as demo@contoso.example", "Hello, Demo User");
		// Spring Boot says so by itself
		assertThat(lines.stream().anyMatch((line) -> line.contains("Starting AOT-processed SampleApplication")))
			.isEqualTo(aheadOfTime);
	}

}
