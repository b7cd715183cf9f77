package io.github.azuredevicecode.sample;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar, run in a process of its own.
 */
class PackagedSampleIT {

	private static final Duration LIMIT = Duration.ofMinutes(2);

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void greetsWhoHasSignedInWhetherOrNotItWasProcessedAheadOfTime(boolean aheadOfTime) throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dspring.aot.enabled=" + aheadOfTime, "-jar", System.getProperty("sample.jar"), "--server.port=0")
			.redirectErrorStream(true)
			.start();
		// A line that does not come would be waited for without end
		CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS).execute(process::destroyForcibly);
		List<String> lines = new ArrayList<>();
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			String before = "";
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				lines.add(line);
				Matcher message = Sample.MESSAGE.matcher(before + System.lineSeparator() + line);
				before = line;
				if (message.find()) {
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
		assertThat(lines).contains("Signed in as demo@contoso.example.", "Hello, Demo User");
		// Spring Boot says so by itself
		assertThat(lines.stream().anyMatch((line) -> line.contains("Starting AOT-processed SampleApplication")))
			.isEqualTo(aheadOfTime);
	}

}
