package io.github.azuredevicecode.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starting an application loads little: the JVM tells which classes it loads.
 */
class LazyLoadingTests {

	// What is validated on startup: the properties, for which the builder has a setter
	// each
	private static final int MAX_CLASSES = 75;

	@Test
	void anApplicationThatAsksForNoTokenLoadsFewClassesAndBuildsNoCredential() throws IOException {
		List<String> output = run("-Xlog:class+load:stdout");
		assertThat(output).contains("started");
		assertThat(output).noneMatch((line) -> line.contains("com.microsoft.aad.msal4j"))
			.noneMatch((line) -> line.contains(" com.azure.json"));
		List<String> classes = output.stream()
			.filter((line) -> line.contains(" io.github.azuredevicecode.") && line.contains(" source: "))
			.toList();
		assertThat(classes).noneMatch((line) -> line.contains(".credential.DefaultDeviceCodeCredential "))
			.noneMatch((line) -> line.contains(".entra.http.JdkHttpTransport "))
			.anyMatch((line) -> line.contains(".DeviceCodePropertiesMapper "))
			.hasSizeLessThanOrEqualTo(MAX_CLASSES);
	}

	private static List<String> run(String option) throws IOException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), option,
				"-cp", System.getProperty("java.class.path"), UnusedStarterApplication.class.getName())
			.redirectErrorStream(true)
			.start();
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			return reader.lines().toList();
		}
	}

}
