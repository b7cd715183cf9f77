package io.github.azuredevicecode.autoconfigure;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs applications that lack some or all jars of the actuator, which no class loader
 * within this JVM could truly hide.
 */
class WithoutActuatorTests {

	private static final String HEALTH = "deviceCodeHealthIndicator";

	private static final String ENDPOINT = "deviceCodeEndpoint";

	private static final String INFO = "deviceCodeInfoContributor";

	private static final String SANITIZING = "deviceCodeSanitizingFunction";

	@Test
	void everythingIsThereWithAllJars() throws IOException {
		assertThat(run()).containsExactly(ENDPOINT, HEALTH, INFO, SANITIZING);
	}

	@Test
	void healthIsThereWithoutTheActuator() throws IOException {
		assertThat(run("spring-boot-actuator")).containsExactly(HEALTH);
	}

	@Test
	void theEndpointIsThereWithoutHealthAndMetrics() throws IOException {
		assertThat(run("spring-boot-health", "micrometer-core")).containsExactly(ENDPOINT, INFO, SANITIZING);
	}

	@Test
	void theApplicationStartsWithoutAnyOfThem() throws IOException {
		assertThat(run("spring-boot-actuator", "spring-boot-health", "micrometer-core")).isEmpty();
	}

	private static List<String> run(String... withoutJars) throws IOException {
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> Arrays.stream(withoutJars)
				.noneMatch((jar) -> Path.of(entry).getFileName().toString().startsWith(jar)))
			.collect(Collectors.joining(File.pathSeparator));
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				classPath, WithoutActuatorApplication.class.getName())
			.redirectErrorStream(true)
			.start();
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			return reader.lines().toList();
		}
	}

}
