package io.github.azuredevicecode.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a store of files keeps, and how often it reads it.
 */
class FileLoginStoreTests {

	@TempDir
	private Path parent;

	private final AtomicInteger decoded = new AtomicInteger();

	private final JsonLoginCodec json = new JsonLoginCodec();

	private StoreFolder folder;

	private FileLoginStore store;

	@BeforeEach
	void createStore() {
		this.folder = new StoreFolder(this.parent.resolve("a/logins"));
		this.store = new FileLoginStore(this.folder.path(), new LoginCodec() {

			@Override
			public byte[] encode(LoginKey key, Login login) {
				return FileLoginStoreTests.this.json.encode(key, login);
			}

			@Override
			public Login decode(LoginKey key, byte[] bytes) throws UnreadableLoginException {
				FileLoginStoreTests.this.decoded.incrementAndGet();
				return FileLoginStoreTests.this.json.decode(key, bytes);
			}

		});
	}

	@Test
	void knowsNobodyAndCreatesNothingAtFirst() {
		assertThat(this.store.load(SampleLogins.KEY)).isSameAs(Login.NONE);
		assertThat(this.parent).isEmptyDirectory();
	}

	@Test
	void anotherStoreFindsTheLogin() {
		Login login = SampleLogins.signedIn("tokens").withPending(SampleLogins.PENDING);
		assertThat(this.store.replace(SampleLogins.KEY, Login.NONE, login)).isTrue();
		assertThat(this.folder.store().load(SampleLogins.KEY)).isEqualTo(login);
		assertThat(this.store.load(SampleLogins.OTHER_KEY)).isEqualTo(Login.NONE);
	}

	@Test
	void keepsWhatAnotherHasWrittenMeanwhile() {
		Login first = SampleLogins.signedIn("tokens-1");
		assertThat(this.store.replace(SampleLogins.KEY, Login.NONE, first)).isTrue();
		assertThat(this.store.replace(SampleLogins.KEY, Login.NONE, SampleLogins.signedIn("tokens-2"))).isFalse();
		assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(first);
		assertThat(this.store.replace(SampleLogins.KEY, first, first.signedOut())).isTrue();
		assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(first.signedOut());
	}

	@Test
	void writesInAThreadThatIsInterrupted() {
		Thread.currentThread().interrupt();
		try {
			assertThat(this.store.replace(SampleLogins.KEY, Login.NONE, SampleLogins.signedIn("tokens"))).isTrue();
			assertThat(this.store.load(SampleLogins.KEY).tokenCache()).isEqualTo("tokens");
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
		finally {
			Thread.interrupted();
		}
	}

	@Test
	void fileNamesShowNeitherUserNorTenant() throws Exception {
		this.store.replace(SampleLogins.KEY, Login.NONE, SampleLogins.signedIn("tokens"));
		assertThat(this.folder.names("")).hasSize(2).allMatch((name) -> name.matches("login-[0-9a-f]{32}(\\.lock)?"));
	}

	@Test
	void folderAndFilesAreTheOwnersAlone() throws Exception {
		this.store.replace(SampleLogins.KEY, Login.NONE, SampleLogins.signedIn("tokens"));
		assertThat(permissions(this.folder.path())).isEqualTo("rwx------");
		assertThat(permissions(this.folder.path().getParent())).isEqualTo("rwx------");
		for (String name : this.folder.names("")) {
			assertThat(permissions(this.folder.path().resolve(name))).as(name).isEqualTo("rw-------");
		}
	}

	@Test
	void aFileThatHasNotChangedIsDecodedOnce() throws Exception {
		Login login = writeLongAgo("tokens");
		this.decoded.set(0);
		for (int i = 0; i < 10; i++) {
			assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(login);
		}
		assertThat(this.decoded).hasValue(1);
	}

	@Test
	void aFileThatMayYetChangeWithinOneTickOfTheClockIsDecodedAgain() {
		this.store.replace(SampleLogins.KEY, Login.NONE, SampleLogins.signedIn("tokens"));
		this.decoded.set(0);
		this.store.load(SampleLogins.KEY);
		this.store.load(SampleLogins.KEY);
		assertThat(this.decoded).hasValue(2);
	}

	@Test
	void aChangeByAnotherStoreIsSeenThoughTheFileWasRemembered() throws Exception {
		Login login = writeLongAgo("tokens-1");
		this.store.load(SampleLogins.KEY);
		Login next = login.refreshed("tokens-2");
		assertThat(this.folder.store().replace(SampleLogins.KEY, login, next)).isTrue();
		assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(next);
	}

	@Test
	void comparesWithTheFileAndNotWithWhatIsRemembered() throws Exception {
		Login login = writeLongAgo("tokens-1");
		this.store.load(SampleLogins.KEY);
		Path file = this.folder.file();
		FileTime modified = Files.getLastModifiedTime(file);
		Files.write(file, this.json.encode(SampleLogins.KEY, login.refreshed("tokens-2")));
		Files.setLastModifiedTime(file, modified);
		assertThat(this.store.replace(SampleLogins.KEY, login, login.refreshed("tokens-3"))).isFalse();
	}

	private Login writeLongAgo(String tokenCache) throws IOException {
		Login login = SampleLogins.signedIn(tokenCache);
		this.store.replace(SampleLogins.KEY, Login.NONE, login);
		Files.setLastModifiedTime(this.folder.file(), FileTime.from(Instant.now().minusSeconds(60)));
		return login;
	}

	private static String permissions(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
	}

}
