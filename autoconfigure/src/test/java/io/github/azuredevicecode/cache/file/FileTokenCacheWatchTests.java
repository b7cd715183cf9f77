package io.github.azuredevicecode.cache.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.cache.SampleLogins;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hearing of what other processes change.
 */
class FileTokenCacheWatchTests {

	private final LoginFileWatcher watcher = new LoginFileWatcher(Duration.ofDays(1));

	private final AtomicInteger calls = new AtomicInteger();

	private Path file;

	@BeforeEach
	void write(@TempDir Path parent) throws Exception {
		this.file = parent.resolve("login");
		writeLongAgo("1", 60);
	}

	@AfterEach
	void close() {
		this.watcher.close();
	}

	@Test
	void callsForEachChange() throws Exception {
		this.watcher.watch(this.file, this.calls::incrementAndGet);
		this.watcher.look();
		assertThat(this.calls).hasValue(0);
		writeLongAgo("2", 50);
		this.watcher.look();
		assertThat(this.calls).hasValue(1);
		Files.delete(this.file);
		this.watcher.look();
		this.watcher.look();
		assertThat(this.calls).hasValue(2);
		writeLongAgo("2", 50);
		this.watcher.look();
		assertThat(this.calls).hasValue(3);
	}

	@Test
	void callsAgainForAChangeThatMayHideAnother() throws Exception {
		this.watcher.watch(this.file, this.calls::incrementAndGet);
		Files.setLastModifiedTime(this.file, FileTime.from(Instant.now().plusSeconds(3600)));
		this.watcher.look();
		this.watcher.look();
		assertThat(this.calls).hasValue(2);
	}

	@Test
	void aWatchThatIsClosedIsCalledNoMore() throws Exception {
		TokenCache.Watch watch = this.watcher.watch(this.file, this.calls::incrementAndGet);
		watch.close();
		writeLongAgo("2", 50);
		this.watcher.look();
		assertThat(this.calls).hasValue(0);
	}

	@Test
	void aListenerThatFailsDoesNotKeepOthersFromHearing() throws Exception {
		this.watcher.watch(this.file, () -> {
			throw new IllegalStateException("deliberate");
		});
		this.watcher.watch(this.file, this.calls::incrementAndGet);
		writeLongAgo("2", 50);
		this.watcher.look();
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void aStoreHearsOfAnotherStoreOnADaemonThreadUntilItIsClosed(@TempDir Path parent) throws Exception {
		StoreDirectory directory = new StoreDirectory(parent.resolve("logins"));
		CountDownLatch called = new CountDownLatch(1);
		AtomicReference<Thread> thread = new AtomicReference<>();
		FileTokenCache store = new FileTokenCache(directory.path(), new JsonLoginCodec(), Duration.ofSeconds(10),
				Duration.ofMillis(10));
		store.watch(SampleLogins.KEY, () -> {
			thread.set(Thread.currentThread());
			called.countDown();
		});
		directory.store().replace(SampleLogins.KEY, CachedLogin.NONE, SampleLogins.signedIn("tokens"));
		assertThat(called.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(thread.get().isDaemon()).isTrue();
		store.close();
		thread.get().join(60_000);
		assertThat(thread.get().isAlive()).isFalse();
		store.watch(SampleLogins.KEY, this.calls::incrementAndGet).close();
	}

	private void writeLongAgo(String content, int seconds) throws Exception {
		Files.writeString(this.file, content);
		Files.setLastModifiedTime(this.file, FileTime.from(Instant.now().minusSeconds(seconds)));
	}

}
