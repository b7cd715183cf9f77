package io.github.azuredevicecode.cache.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.SampleLogins;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which directories and files a store does not trust.
 */
class FileTokenCacheDirectoryTests extends StoredLoginFixture {

	@Test
	void refusesADirectoryThatIsALink() throws Exception {
		Path link = Files.createSymbolicLink(this.directory.path().resolveSibling("link"), this.directory.path());
		assertRefused(new StoreDirectory(link).store(), link, "is a symbolic link");
	}

	@Test
	void usesADirectoryBehindALink() throws Exception {
		Path link = Files.createSymbolicLink(this.directory.path().resolveSibling("link"),
				this.directory.path().getParent());
		assertThat(new StoreDirectory(link.resolve("logins")).store().load(SampleLogins.KEY)).isEqualTo(this.login);
	}

	@Test
	void refusesADirectoryThatIsAFile() throws Exception {
		Path file = Files.createFile(this.directory.path().resolveSibling("file"));
		assertRefused(new StoreDirectory(file).store(), file, "is not a directory");
	}

	// As on a network file system that is out of reach
	@Test
	void aDirectoryThatCannotBeLookedAtHasNotLostItsLogins() throws Exception {
		Path loop = this.directory.path().resolveSibling("loop");
		Files.createSymbolicLink(loop, loop);
		TokenCache store = new StoreDirectory(loop.resolve("logins")).store();
		assertThatExceptionOfType(TokenCacheException.class).isThrownBy(() -> store.load(SampleLogins.KEY));
	}

	@ParameterizedTest
	@ValueSource(strings = { "rwxrwx---", "rwx----w-", "rwxrwxrwx" })
	void refusesADirectoryThatOthersCanWrite(String permissions) throws Exception {
		Files.setPosixFilePermissions(this.directory.path(), PosixFilePermissions.fromString(permissions));
		assertRefused(this.store, this.directory.path(), "chmod 700");
	}

	@Test
	void usesADirectoryThatOthersCanOnlyList() throws Exception {
		Files.setPosixFilePermissions(this.directory.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
		assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(this.login);
	}

	@ParameterizedTest
	@ValueSource(strings = { "rwxr-xr-x", "rwxr-----", "rwx--x--x" })
	void hidesADirectoryThatOthersCanListWhenALoginIsWritten(String permissions) throws Exception {
		Files.setPosixFilePermissions(this.directory.path(), PosixFilePermissions.fromString(permissions));
		CachedLogin refreshed = this.login.refreshed("refreshed");
		assertThat(this.store.replace(SampleLogins.KEY, this.login, refreshed)).isTrue();
		assertThat(Files.getPosixFilePermissions(this.directory.path()))
			.isEqualTo(PosixFilePermissions.fromString("rwx------"));
		assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(refreshed);
	}

	@Test
	void refusesADirectoryOfAnotherUser() throws Exception {
		giveAway(this.directory.path());
		assertRefused(this.directory.store(), this.directory.path(), "is owned by another user");
	}

	@Test
	void refusesAFileOfAnotherUser() throws Exception {
		Path file = this.directory.file();
		giveAway(file);
		assertRefused(this.store, file, "is owned by another user");
	}

	@Test
	void refusesAFileThatIsALink() throws Exception {
		Path file = this.directory.file();
		Path elsewhere = this.directory.path().resolve("elsewhere");
		Files.move(file, elsewhere);
		Files.createSymbolicLink(file, elsewhere);
		assertRefused(this.store, file, "is a symbolic link");
	}

	@Test
	void refusesAFileThatIsALinkToNothing() throws Exception {
		Path file = this.directory.file();
		Files.delete(file);
		Files.createSymbolicLink(file, this.directory.path().resolve("nothing"));
		assertRefused(this.store, file, "is a symbolic link");
	}

	@ParameterizedTest
	@ValueSource(strings = { "rw-r-----", "rw----r--", "rw--w----" })
	void refusesAFileThatOthersCanUse(String permissions) throws Exception {
		Path file = this.directory.file();
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
		assertRefused(this.store, file, "chmod 600");
	}

	@Test
	void doesNotWriteThroughALockThatIsALink() throws Exception {
		Path lock = this.directory.path().resolve(this.directory.names(".lock").get(0));
		Path victim = Files.writeString(this.directory.path().resolveSibling("victim"), "precious");
		Files.delete(lock);
		Files.createSymbolicLink(lock, victim);
		assertThatExceptionOfType(TokenCacheException.class)
			.isThrownBy(() -> this.store.replace(SampleLogins.KEY, this.login, this.login.signedOut()))
			.withMessageContaining(lock.toString());
		assertThat(victim).hasContent("precious");
	}

	private void assertRefused(FileTokenCache refusing, Path path, String why) {
		assertThatExceptionOfType(TokenCacheException.class).isThrownBy(() -> refusing.load(SampleLogins.KEY))
			.withMessageContaining(path.toString())
			.withMessageContaining(why);
		assertThatExceptionOfType(TokenCacheException.class)
			.isThrownBy(() -> refusing.replace(SampleLogins.KEY, this.login, this.login.signedOut()))
			.withMessageContaining(path.toString())
			.withMessageContaining(why);
	}

	private static void giveAway(Path path) throws IOException {
		try {
			Files.setAttribute(path, "unix:uid", 65533);
		}
		catch (FileSystemException | UnsupportedOperationException ex) {
			Assumptions.abort("Only root can give files away");
		}
	}

}
