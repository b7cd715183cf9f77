package io.github.azuredevicecode.cache.file;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.SampleLogins;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Many threads and many processes with one directory, some of which are killed or
 * stopped.
 */
@Timeout(300)
class FileTokenCacheConcurrencyTests {

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private StoreDirectory directory;

	@BeforeEach
	void createDirectory(@TempDir Path parent) {
		this.directory = new StoreDirectory(parent.resolve("logins"));
	}

	@AfterEach
	void endThreads() {
		this.executor.shutdownNow();
	}

	@Test
	void storesOfOneProcessLoseNothing() throws Exception {
		List<Future<?>> counters = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			FileTokenCache store = this.directory.store();
			counters.add(this.executor.submit(() -> count(store, 50)));
		}
		for (Future<?> counter : counters) {
			counter.get();
		}
		assertThat(number()).isEqualTo(8 * 50);
		assertThat(this.directory.names("")).hasSize(2);
	}

	@Test
	void processesLoseNothingAndReadersSeeNumbersGrow() throws Exception {
		count(this.directory.store(), 1);
		AtomicBoolean done = new AtomicBoolean();
		Future<Long> reader = this.executor.submit(() -> readUntil(done));
		try (StoreProcess first = StoreProcess.start("count", this.directory.path(), 200);
				StoreProcess second = StoreProcess.start("count", this.directory.path(), 200)) {
			// Both are at work
			first.readAcknowledged(1);
			second.readAcknowledged(1);
			count(this.directory.store(), 100);
			first.readAcknowledged(Integer.MAX_VALUE);
			second.readAcknowledged(Integer.MAX_VALUE);
			assertThat(first.waitFor()).isZero();
			assertThat(second.waitFor()).isZero();
		}
		done.set(true);
		assertThat(reader.get()).isPositive();
		assertThat(number()).isEqualTo(1 + 200 + 200 + 100);
		assertThat(this.directory.names("")).hasSize(2);
	}

	@Test
	void aKilledProcessLosesNothingThatItHasAcknowledged() throws Exception {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		long acknowledged = 0;
		for (int i = 0; i < 8; i++) {
			try (StoreProcess process = StoreProcess.start("count", this.directory.path(), 200)) {
				long read = process.readAcknowledged(1 + random.nextInt(120));
				// Somewhere within the next write or two
				long until = System.nanoTime() + random.nextInt(3_000_000);
				while (System.nanoTime() < until) {
					Thread.onSpinWait();
				}
				process.signal("KILL");
				process.waitFor();
				acknowledged = Math.max(read, process.readAcknowledged(Integer.MAX_VALUE));
			}
			// One more may have been written than the process lived to tell
			assertThat(number()).as("seed " + seed).isBetween(acknowledged, acknowledged + 1);
			assertThat(this.directory.names(".unreadable-")).isEmpty();
		}
		count(this.directory.store(), 1);
	}

	@Test
	void aStoppedProcessIsNotWaitedForForEverAndAKilledOneNotAtAll() throws Exception {
		count(this.directory.store(), 1);
		try (StoreProcess process = StoreProcess.start("hold", this.directory.path(), 1)) {
			assertThat(process.readLine()).isEqualTo("held");
			process.signal("STOP");
			FileTokenCache impatient = impatient();
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(TokenCacheException.class).isThrownBy(() -> count(impatient, 1))
					.withMessageContaining("may be held by process " + process.pid())
					.withMessageContaining(".lock");
			}
			assertThat(number()).isEqualTo(1);
			process.signal("KILL");
			process.waitFor();
		}
		count(impatient(), 1);
		assertThat(number()).isEqualTo(2);
	}

	@Test
	void anotherThreadThatHoldsTheLockIsNotWaitedForForEver() throws Exception {
		count(this.directory.store(), 1);
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch enough = new CountDownLatch(1);
		Future<?> holder = this.executor.submit(() -> {
			LoginFileLock lock = LoginFileLock.acquire(lockFile(), Duration.ofSeconds(10));
			held.countDown();
			enough.await();
			lock.release();
			return null;
		});
		held.await();
		assertThatExceptionOfType(TokenCacheException.class).isThrownBy(() -> count(impatient(), 1))
			.withMessageContaining("another thread of this process");
		enough.countDown();
		holder.get();
		count(impatient(), 1);
		assertThat(number()).isEqualTo(2);
	}

	@Test
	void aWaitingThreadCanBeInterrupted() throws Exception {
		count(this.directory.store(), 1);
		LoginFileLock lock = LoginFileLock.acquire(lockFile(), Duration.ofSeconds(10));
		try {
			Future<?> waiting = this.executor.submit(() -> {
				Thread.currentThread().interrupt();
				assertThatExceptionOfType(TokenCacheException.class).isThrownBy(() -> count(this.directory.store(), 1))
					.withMessageContaining("Interrupted");
				assertThat(Thread.currentThread().isInterrupted()).isTrue();
			});
			waiting.get(60, TimeUnit.SECONDS);
		}
		finally {
			lock.release();
		}
	}

	@Test
	void aLockFileThatWasRemovedWhileItWasHeldIsMadeAnew() throws Exception {
		count(this.directory.store(), 1);
		try (StoreProcess process = StoreProcess.start("hold", this.directory.path(), 1)) {
			assertThat(process.readLine()).isEqualTo("held");
			assertThatExceptionOfType(TokenCacheException.class).isThrownBy(() -> count(impatient(), 1));
			Files.delete(lockFile());
			count(impatient(), 1);
		}
		assertThat(lockFile()).exists();
		assertThat(number()).isEqualTo(2);
	}

	private Path lockFile() throws Exception {
		return this.directory.path().toRealPath().resolve(this.directory.file().getFileName() + ".lock");
	}

	private FileTokenCache impatient() {
		return new FileTokenCache(this.directory.path(), new JsonLoginCodec(), Duration.ofMillis(200),
				Duration.ofSeconds(1));
	}

	private long readUntil(AtomicBoolean done) {
		FileTokenCache store = this.directory.store();
		long seen = 0;
		while (!done.get()) {
			long number = StoreProcessMain.number(store.load(SampleLogins.KEY));
			assertThat(number).isGreaterThanOrEqualTo(Math.max(seen, 1));
			seen = number;
		}
		return seen;
	}

	private long number() {
		return StoreProcessMain.number(this.directory.store().load(SampleLogins.KEY));
	}

	private static void count(FileTokenCache store, int count) {
		StoreProcessMain.count(store, count, new PrintStream(OutputStream.nullOutputStream()));
	}

}
