package io.github.azuredevicecode.concurrent;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SystemTimeSource}.
 */
class SystemTimeSourceTests {

	@Test
	void itsThreadKeepsNoClassLoaderOfAnApplicationAndEndsWithIt() throws Exception {
		Thread current = Thread.currentThread();
		ClassLoader before = current.getContextClassLoader();
		CompletableFuture<Thread> timer = new CompletableFuture<>();
		SystemTimeSource time = new SystemTimeSource();
		current.setContextClassLoader(new URLClassLoader(new URL[0]));
		try {
			time.schedule(Duration.ZERO, Runnable::run, () -> timer.complete(Thread.currentThread()));
			assertThat(timer.get().getContextClassLoader()).isSameAs(ClassLoader.getSystemClassLoader());
			assertThat(timer.get().isDaemon()).isTrue();
		}
		finally {
			current.setContextClassLoader(before);
			time.close();
		}
		timer.get().join();
	}

	@Test
	void aCancelledTaskDoesNotRun() throws Exception {
		try (SystemTimeSource time = new SystemTimeSource()) {
			CompletableFuture<String> ran = new CompletableFuture<>();
			time.scheduleCancellable(Duration.ofMillis(20), Runnable::run, () -> ran.complete("cancelled")).cancel();
			time.schedule(Duration.ofMillis(20), Runnable::run, () -> ran.complete("other"));
			assertThat(ran.get()).isEqualTo("other");
		}
	}

}
