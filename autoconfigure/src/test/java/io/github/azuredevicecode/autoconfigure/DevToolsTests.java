package io.github.azuredevicecode.autoconfigure;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.azuredevicecode.autoconfigure.cache.DeviceCodeTokenCacheAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.cache.InMemoryTokenCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A login in memory, and restarts by DevTools.
 */
class DevToolsTests {

	@Test
	@Timeout(60)
	void aLoginInMemoryOutlivesARestart(@TempDir Path folder) throws Exception {
		// As if this library were a jar, which is not loaded anew at a restart
		Files.writeString(Files.createDirectories(folder.resolve("META-INF")).resolve("spring-devtools.properties"),
				"restart.exclude.library=.*/autoconfigure/target/classes/");
		String classPath = String.join(File.pathSeparator, folder.toString(), System.getProperty("java.class.path"),
				System.getProperty("devtools.jar"));
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				classPath, DevToolsApplication.class.getName())
			.redirectErrorStream(true)
			.start();
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			assertThat(reader.readLine()).isEqualTo("nobody");
			assertThat(reader.readLine()).isEqualTo("ada@contoso.example");
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void withoutDevToolsTheCredentialKeepsItsLoginItself() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DeviceCodeTokenCacheAutoConfiguration.class,
					DeviceCodeAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(InMemoryTokenCache.class));
	}

}
