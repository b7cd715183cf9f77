package io.github.azuredevicecode.cache.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.SampleLogins;
import io.github.azuredevicecode.cache.TokenCacheContract;
import io.github.azuredevicecode.cache.UnreadableLoginException;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a store of files keeps, and how often it reads it.
 */
class FileTokenCacheTests extends TokenCacheContract {

	@TempDir
	private Path parent;

	private final AtomicInteger decoded = new AtomicInteger();

	private final JsonLoginCodec json = new JsonLoginCodec();

	private StoreDirectory directory;

	private FileTokenCache store;

	@BeforeEach
	void createStore() {
		this.directory = new StoreDirectory(this.parent.resolve("a/logins"));
		this.store = new FileTokenCache(this.directory.path(), new LoginCodec() {

			@Override
			public byte[] encode(CachedLoginKey key, CachedLogin login) {
				return FileTokenCacheTests.this.json.encode(key, login);
			}

			@Override
			public CachedLogin decode(CachedLoginKey key, byte[] bytes) throws UnreadableLoginException {
				FileTokenCacheTests.this.decoded.incrementAndGet();
				return FileTokenCacheTests.this.json.decode(key, bytes);
			}

		});
	}

	@Override
	protected TokenCache store() {
		return this.store;
	}

	@Test
	void knowsNobodyAndCreatesNothingAtFirst() {
		assertThat(this.store.load(SampleLogins.KEY)).isSameAs(CachedLogin.NONE);
		assertThat(this.parent).isEmptyDirectory();
	}

	@Test
	void anotherStoreFindsTheLogin() {
		CachedLogin login = SampleLogins.signedIn("tokens").withPending(SampleLogins.PENDING);
		assertThat(this.store.replace(SampleLogins.KEY, CachedLogin.NONE, login)).isTrue();
		assertThat(this.directory.store().load(SampleLogins.KEY)).isEqualTo(login);
		assertThat(this.store.load(SampleLogins.OTHER_KEY)).isEqualTo(CachedLogin.NONE);
	}

	@Test
	void keepsWhatAnotherHasWrittenMeanwhile() {
		CachedLogin first = SampleLogins.signedIn("tokens-1");
		assertThat(this.store.replace(SampleLogins.KEY, CachedLogin.NONE, first)).isTrue();
		assertThat(this.store.replace(SampleLogins.KEY, CachedLogin.NONE, SampleLogins.signedIn("tokens-2"))).isFalse();
		assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(first);
		assertThat(this.store.replace(SampleLogins.KEY, first, first.signedOut())).isTrue();
		assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(first.signedOut());
	}

	@Test
	void writesInAThreadThatIsInterrupted() {
		Thread.currentThread().interrupt();
		try {
			assertThat(this.store.replace(SampleLogins.KEY, CachedLogin.NONE, SampleLogins.signedIn("tokens")))
				.isTrue();
			assertThat(this.store.load(SampleLogins.KEY).tokenCache()).isEqualTo("tokens");
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
		finally {
			Thread.interrupted();
		}
	}

	@Test
	void fileNamesShowNeitherUserNorTenant() throws Exception {
		this.store.replace(SampleLogins.KEY, CachedLogin.NONE, SampleLogins.signedIn("tokens"));
		assertThat(this.directory.names("")).hasSize(2)
			.allMatch((name) -> name.matches("login-[0-9a-f]{32}(\\.lock)?"));
	}

	@Test
	void directoryAndFilesAreTheOwnersAlone() throws Exception {
		this.store.replace(SampleLogins.KEY, CachedLogin.NONE, SampleLogins.signedIn("tokens"));
		assertThat(permissions(this.directory.path())).isEqualTo("rwx------");
		assertThat(permissions(this.directory.path().getParent())).isEqualTo("rwx------");
		for (String name : this.directory.names("")) {
			assertThat(permissions(this.directory.path().resolve(name))).as(name).isEqualTo("rw-------");
		}
	}

	@Test
	void aFileThatHasNotChangedIsDecodedOnce() throws Exception {
		CachedLogin login = writeLongAgo("tokens");
		this.decoded.set(0);
		for (int i = 0; i < 10; i++) {
			assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(login);
		}
		assertThat(this.decoded).hasValue(1);
	}

	@Test
	void aFileThatMayYetChangeWithinOneTickOfTheClockIsDecodedAgain() {
		this.store.replace(SampleLogins.KEY, CachedLogin.NONE, SampleLogins.signedIn("tokens"));
		this.decoded.set(0);
		this.store.load(SampleLogins.KEY);
		this.store.load(SampleLogins.KEY);
		assertThat(this.decoded).hasValue(2);
	}

	@Test
	void aChangeByAnotherStoreIsSeenThoughTheFileWasRemembered() throws Exception {
		CachedLogin login = writeLongAgo("tokens-1");
		this.store.load(SampleLogins.KEY);
		CachedLogin next = login.refreshed("tokens-2");
		assertThat(this.directory.store().replace(SampleLogins.KEY, login, next)).isTrue();
		assertThat(this.store.load(SampleLogins.KEY)).isEqualTo(next);
	}

	@Test
	void comparesWithTheFileAndNotWithWhatIsRemembered() throws Exception {
		CachedLogin login = writeLongAgo("tokens-1");
		this.store.load(SampleLogins.KEY);
		Path file = this.directory.file();
		FileTime modified = Files.getLastModifiedTime(file);
		Files.write(file, this.json.encode(SampleLogins.KEY, login.refreshed("tokens-2")));
		Files.setLastModifiedTime(file, modified);
		assertThat(this.store.replace(SampleLogins.KEY, login, login.refreshed("tokens-3"))).isFalse();
	}

	private CachedLogin writeLongAgo(String tokenCache) throws IOException {
		CachedLogin login = SampleLogins.signedIn(tokenCache);
		this.store.replace(SampleLogins.KEY, CachedLogin.NONE, login);
		Files.setLastModifiedTime(this.directory.file(), FileTime.from(Instant.now().minusSeconds(60)));
		return login;
	}

	private static String permissions(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
	}

}
