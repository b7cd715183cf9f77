package io.github.azuredevicecode.cache.file;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.SampleLogins;
import io.github.azuredevicecode.cache.codec.EncryptedLoginCodec;
import io.github.azuredevicecode.cache.codec.EncryptionKeys;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Damaged files, files from the future, full disks, and what killed processes leave.
 */
@ExtendWith(OutputCaptureExtension.class)
class FileTokenCacheFaultTests extends StoredLoginFixture {

	@Test
	void whatIsCorruptCountsAsSignedOutAndIsSetAsideWhenALoginIsWritten(CapturedOutput output) throws Exception {
		Path file = this.directory.file();
		Files.writeString(file, "SECRET");
		for (int i = 0; i < 3; i++) {
			assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(CachedLogin.NONE);
		}
		assertThat(output).containsOnlyOnce("cannot be used").doesNotContain("SECRET");
		assertThat(file).hasContent("SECRET");
		assertThat(this.store.replace(SampleLogins.KEY, CachedLogin.NONE, this.login)).isTrue();
		assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(this.login);
		assertThat(this.directory.path().resolve(file.getFileName() + ".unreadable-1")).hasContent("SECRET");
		assertThat(output).containsOnlyOnce("has been kept as").doesNotContain("SECRET");
	}

	@Test
	void anEmptyFileCountsAsSignedOut() throws Exception {
		Files.write(this.directory.file(), new byte[0]);
		assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(CachedLogin.NONE);
	}

	@Test
	void theLoginOfAnotherKeyCountsAsSignedOut() throws Exception {
		Files.write(this.directory.file(), new JsonLoginCodec().encode(SampleLogins.OTHER_KEY, this.login));
		assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(CachedLogin.NONE);
	}

	@Test
	void aLoginWhoseKeyIsMissingIsBackOnceTheKeyIsAdded() {
		String old = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
		String current = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
		encrypted(old).replace(SampleLogins.OTHER_KEY, CachedLogin.NONE, this.login);
		for (FileTokenCache without : List.of(encrypted(current), this.directory.store())) {
			assertThat(without.load(SampleLogins.OTHER_KEY)).isEqualTo(CachedLogin.NONE);
			for (CachedLogin expected : List.of(CachedLogin.NONE, this.login)) {
				assertThatExceptionOfType(TokenCacheException.class)
					.isThrownBy(() -> without.replace(SampleLogins.OTHER_KEY, expected, expected.signedOut()))
					.withMessageContaining("stays as it is")
					.withMessageContaining("azure.identity.device-code.token-cache.encryption.");
			}
		}
		assertThat(this.directory.names(".unreadable-")).isEmpty();
		assertThat(encrypted(current, old).load(SampleLogins.OTHER_KEY)).isEqualTo(this.login);
	}

	@Test
	void aRefusedWriteDoesNotSetACorruptFileAside() throws Exception {
		Path file = this.directory.file();
		Files.writeString(file, "corrupt");
		assertThat(this.store.replace(SampleLogins.KEY, this.login, this.login.signedOut())).isFalse();
		assertThat(file).hasContent("corrupt");
		assertThat(this.directory.names(".unreadable-")).isEmpty();
	}

	@Test
	void aFileLargerThanAnyLoginIsNotOpenedAndCountsAsCorrupt(CapturedOutput output) throws Exception {
		Path file = this.directory.file();
		try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
			sparse.setLength(64L * 1024 * 1024 + 1);
		}
		FileTime before = (FileTime) Files.getAttribute(file, "lastAccessTime");
		assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(CachedLogin.NONE);
		assertThat(output).contains("larger than any login");
		assertThat(Files.getAttribute(file, "lastAccessTime")).isEqualTo(before);
		assertThat(this.store.replace(SampleLogins.KEY, CachedLogin.NONE, this.login)).isTrue();
		assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(this.login);
	}

	@Test
	void keepsAFewUnreadableFilesAndNoMore() throws Exception {
		Path file = this.directory.file();
		for (int i = 1; i <= 12; i++) {
			Files.writeString(file, "corrupt-" + i);
			assertThat(this.store.replace(SampleLogins.KEY, CachedLogin.NONE, this.login)).isTrue();
		}
		assertThat(this.directory.names(".unreadable-")).hasSize(3);
		for (int i = 10; i <= 12; i++) {
			assertThat(file.resolveSibling(file.getFileName() + ".unreadable-" + i)).hasContent("corrupt-" + i);
		}
	}

	@Test
	void aNewerFormatIsLeftAsItIs(CapturedOutput output) throws Exception {
		Path file = this.directory.file();
		Files.writeString(file, "{\"format\":2}");
		assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(CachedLogin.NONE);
		assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(CachedLogin.NONE);
		for (CachedLogin expected : new CachedLogin[] { CachedLogin.NONE, this.login }) {
			assertThatExceptionOfType(TokenCacheException.class)
				.isThrownBy(() -> this.store.replace(SampleLogins.KEY, expected, expected.signedOut()))
				.withMessageContaining(file.toString())
				.withMessageContaining("newer format")
				.withMessageContaining("Update");
		}
		assertThat(output).containsOnlyOnce("newer format");
		assertThat(file).hasContent("{\"format\":2}");
		assertThat(this.directory.names("")).hasSize(2);
	}

	@Test
	void takesOverACacheOfMsalAndReplacesIt() throws Exception {
		String cache = "{\"Account\":{\"a\":{\"home_account_id\":\"oid-ada.tenant-1\",\"realm\":\"tenant-1\","
				+ "\"environment\":\"login.microsoftonline.com\",\"username\":\"ada@contoso.example\"}},"
				+ "\"RefreshToken\":{\"r\":{\"home_account_id\":\"oid-ada.tenant-1\",\"client_id\":\"client-1\","
				+ "\"environment\":\"login.microsoftonline.com\"}}}";
		Files.writeString(this.directory.file(), cache);
		CachedLogin imported = this.store.load(SampleLogins.KEY);
		assertThat(imported.tokenCache()).isEqualTo(cache);
		assertThat(this.store.replace(SampleLogins.KEY, imported, imported.refreshed("tokens"))).isTrue();
		assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(imported.refreshed("tokens"));
		assertThat(this.directory.names(".unreadable-")).isEmpty();
	}

	@Test
	void removesOldTemporaryFilesAndNoOthers() throws Exception {
		String name = this.directory.file().getFileName().toString();
		for (String each : new String[] { name + ".tmp-old", name + ".tmp-new", "notes.tmp-old" }) {
			Files.writeString(this.directory.path().resolve(each), "half a log");
		}
		FileTime old = FileTime.from(Instant.now().minus(Duration.ofMinutes(61)));
		Files.setLastModifiedTime(this.directory.path().resolve(name + ".tmp-old"), old);
		Files.setLastModifiedTime(this.directory.path().resolve("notes.tmp-old"), old);
		this.store.replace(SampleLogins.KEY, this.login, this.login.refreshed("tokens-2"));
		assertThat(this.directory.names(".tmp-")).containsExactlyInAnyOrder(name + ".tmp-new", "notes.tmp-old");
	}

	@Test
	void aFullDiskKeepsTheOldLogin(@TempDir Path mountPoint) throws Exception {
		Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mountPoint.toString()),
				"Only root can mount a file system");
		try {
			StoreDirectory full = new StoreDirectory(mountPoint.resolve("logins"));
			FileTokenCache onFull = full.store();
			onFull.replace(SampleLogins.KEY, CachedLogin.NONE, this.login);
			CachedLogin large = this.login.refreshed("x".repeat(100_000));
			assertThatExceptionOfType(TokenCacheException.class)
				.isThrownBy(() -> onFull.replace(SampleLogins.KEY, this.login, large))
				.withMessageContaining(full.file().toString())
				.withMessageContaining("disk is not full")
				.withStackTraceContaining("No space left on device");
			assertThat(full.names(".tmp-")).isEmpty();
			assertThat(full.store().load(SampleLogins.KEY)).isEqualTo(this.login);
			assertThat(onFull.replace(SampleLogins.KEY, this.login, this.login.refreshed("small"))).isTrue();
		}
		finally {
			run("umount", mountPoint.toString());
		}
	}

	@Test
	void aLoginIsReadFromADirectoryThatCannotBeWritten(@TempDir Path mountPoint) throws Exception {
		Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "tmpfs", mountPoint.toString()),
				"Only root can mount a file system");
		try {
			StoreDirectory readOnly = new StoreDirectory(mountPoint.resolve("logins"));
			readOnly.store().replace(SampleLogins.KEY, CachedLogin.NONE, this.login);
			assertThat(run("mount", "-o", "remount,ro", mountPoint.toString())).isTrue();
			assertThat(readOnly.store().load(SampleLogins.KEY)).isEqualTo(this.login);
			assertThatExceptionOfType(TokenCacheException.class)
				.isThrownBy(() -> readOnly.store().replace(SampleLogins.KEY, this.login, this.login.signedOut()))
				.withMessageContaining("which is unchanged");
		}
		finally {
			run("umount", mountPoint.toString());
		}
	}

	@Test
	void readingLeavesTheDirectoryUntouched() throws Exception {
		FileTime before = FileTime.from(Instant.now().minusSeconds(60));
		Files.setLastModifiedTime(this.directory.path(), before);
		List<String> names = this.directory.names("");
		assertThat(this.directory.store().load(SampleLogins.KEY)).isEqualTo(this.login);
		assertThat(this.directory.store().load(SampleLogins.OTHER_KEY)).isEqualTo(CachedLogin.NONE);
		assertThat(this.directory.names("")).isEqualTo(names);
		assertThat(Files.getLastModifiedTime(this.directory.path())).isEqualTo(before);
	}

	@Test
	void aWriteThatIsCutOffKeepsTheOldLogin() throws Exception {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")));
		try (StoreProcess process = StoreProcess.startWithFileSizeLimit(16, "write-large", this.directory.path())) {
			assertThat(process.readLine()).startsWith("refused: ").contains("disk is not full");
		}
		assertThat(this.directory.names(".tmp-")).isEmpty();
		assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(this.login);
	}

	private FileTokenCache encrypted(String current, String... previous) {
		return new FileTokenCache(this.directory.path(),
				new EncryptedLoginCodec(new JsonLoginCodec(), EncryptionKeys.of(current, previous)));
	}

	private static boolean run(String... command) throws Exception {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
	}

}
