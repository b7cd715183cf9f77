package io.github.azuredevicecode.standin.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.github.azuredevicecode.standin.StandIn;
import io.github.azuredevicecode.standin.StandInOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link StandInFolder}.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "There are no POSIX permissions")
class StandInFolderTests {

	@TempDir
	private Path parent;

	@Test
	void aFileIsForItsOwnerAlone() throws IOException {
		Path path = this.parent.resolve("one/two");
		StandInFolder folder = new StandInFolder(path);
		assertThat(folder.read("keys")).isNull();
		write(folder, "first");
		write(folder, "second");
		try (InputStream input = folder.read("keys")) {
			assertThat(input).hasContent("second");
		}
		assertThat(permissions(path)).isEqualTo("rwx------");
		assertThat(permissions(path.resolve("keys"))).isEqualTo("rw-------");
	}

	@ParameterizedTest
	@ValueSource(strings = { "rwxrwxrwx", "rwx-w----", "rwx----w-" })
	void aFolderThatOthersCanWriteIsRefused(String permissions) throws IOException {
		StandInFolder folder = new StandInFolder(this.parent);
		write(folder, "keys");
		Files.setPosixFilePermissions(this.parent, PosixFilePermissions.fromString(permissions));
		assertThatIllegalStateException().isThrownBy(() -> folder.read("keys"))
			.withMessageContaining(this.parent + " can be written by other users. Run 'chmod 700' on it");
		assertThatIllegalStateException().isThrownBy(() -> write(folder, "keys"))
			.withMessageContaining("can be written by other users");
	}

	@Test
	void aFileThatOthersCanWriteIsRefused() throws IOException {
		StandInFolder folder = new StandInFolder(this.parent);
		write(folder, "keys");
		Files.setPosixFilePermissions(this.parent.resolve("keys"), PosixFilePermissions.fromString("rw-rw-rw-"));
		assertThatIllegalStateException().isThrownBy(() -> folder.read("keys"))
			.withMessageContaining("keys can be written by other users. Run 'chmod 600' on it");
	}

	@Test
	void aLinkIsRefused() throws IOException {
		Path target = Files.createDirectory(this.parent.resolve("target"));
		Path link = Files.createSymbolicLink(this.parent.resolve("link"), target);
		assertThatIllegalStateException().isThrownBy(() -> write(new StandInFolder(link), "keys"))
			.withMessageContaining("is not a directory");
		Files.createSymbolicLink(target.resolve("keys"), Files.createFile(this.parent.resolve("planted")));
		assertThatIllegalStateException().isThrownBy(() -> new StandInFolder(target).read("keys"))
			.withMessageContaining("is not a file");
	}

	@Test
	void noStandInStartsOnAFolderThatOthersCanWrite() throws IOException {
		Files.setPosixFilePermissions(this.parent, PosixFilePermissions.fromString("rwxrwxrwx"));
		StandInOptions options = StandInOptions.defaults().withFolder(this.parent);
		assertThatIllegalStateException().isThrownBy(() -> StandIn.start(options))
			.satisfies((failure) -> assertThat(new UntrustedFolderFailureAnalyzer().analyze(failure)).isNotNull()
				.satisfies((analysis) -> assertThat(analysis.getDescription())
					.isEqualTo("The stand-in cannot keep its keys and grants: " + this.parent
							+ " can be written by other users."))
				.satisfies((analysis) -> assertThat(analysis.getAction())
					.isEqualTo("Run 'chmod 700' on it, or name another folder (stand-in.folder).")));
		assertThatIllegalStateException().isThrownBy(() -> StandIn.certificatePem(this.parent));
		assertThat(this.parent).isEmptyDirectory();
	}

	private static void write(StandInFolder folder, String content) throws IOException {
		folder.write("keys", (output) -> output.write(content.getBytes(StandardCharsets.UTF_8)));
	}

	private static String permissions(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
	}

}
