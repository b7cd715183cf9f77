package io.github.azuredevicecode.autoconfigure.credential;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link MsalVersion}.
 */
class MsalVersionTests {

	@TempDir
	private Path classPath;

	@Test
	void theVersionThatThisLibraryBringsIsSupported() {
		ClassLoader classLoader = getClass().getClassLoader();
		assertThat(classLoader.getResource(MsalVersion.RESOURCE)).isNotNull();
		assertThatNoException().isThrownBy(() -> MsalVersion.requireSupported(classLoader));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.15.0", "1.20.1", "1.9.1", "1.20.0-beta", "0.5.0-preview", "1.20" })
	void aVersionThatIsTooOldIsRefusedAndExplained(String version) throws IOException {
		write("version=" + version);
		assertThatExceptionOfType(UnsupportedMsalVersionException.class).isThrownBy(this::check)
			.satisfies((ex) -> assertThat(analyze(ex)).satisfies((analysis) -> {
				assertThat(analysis.getDescription()).isEqualTo("MSAL4J " + version
						+ " is on the class path, but the device code credential needs 1.21 or newer.");
				assertThat(analysis.getAction()).contains("com.microsoft.azure:msal4j", "1.21");
			}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.21.0", "1.26.1", "1.100.0", "2.0.0-beta.1" })
	void aNewerVersionIsSupported(String version) throws IOException {
		write("version=" + version);
		assertThatCode(this::check).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "version=", "version=${project.version}", "version=\\u12", "version=99999999999.1" })
	void aVersionThatCannotBeToldIsAccepted(String content) throws IOException {
		assertThatCode(this::check).doesNotThrowAnyException();
		write(content);
		assertThatCode(this::check).doesNotThrowAnyException();
	}

	private void check() throws IOException {
		try (URLClassLoader classLoader = new URLClassLoader(new URL[] { this.classPath.toUri().toURL() }, null)) {
			MsalVersion.requireSupported(classLoader);
		}
	}

	private void write(String content) throws IOException {
		Path resource = this.classPath.resolve(MsalVersion.RESOURCE);
		Files.createDirectories(resource.getParent());
		Files.writeString(resource, content);
	}

	private static FailureAnalysis analyze(Throwable failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class,
					SpringFactoriesLoader.FailureHandler.logging(LogFactory.getLog(MsalVersionTests.class)))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter((analysis) -> analysis != null)
			.findFirst()
			.orElseThrow();
	}

}
