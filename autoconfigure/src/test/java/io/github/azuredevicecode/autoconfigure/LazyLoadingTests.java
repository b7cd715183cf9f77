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
 * Starting an application costs nothing of MSAL4J: the JVM tells which classes it loads.
 */
class LazyLoadingTests {

	@Test
	void noClassOfMsal4jIsLoadedBeforeTheFirstToken() throws IOException {
		List<String> output = run("-Xlog:class+load:stdout");
		assertThat(output)
			.anyMatch((line) -> line.contains("io.github.azuredevicecode.credential.DefaultDeviceCodeCredential "));
		assertThat(output).anyMatch((line) -> line.equals("started"));
		assertThat(output).noneMatch((line) -> line.contains("com.microsoft.aad.msal4j"))
			.noneMatch((line) -> line.contains(" com.azure.json"));
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
