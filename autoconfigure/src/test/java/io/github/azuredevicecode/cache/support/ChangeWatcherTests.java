package io.github.azuredevicecode.cache.support;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ChangeWatcher}.
 */
class ChangeWatcherTests {

	private final AtomicInteger looks = new AtomicInteger();

	private final AtomicInteger calls = new AtomicInteger();

	@Test
	void afterAChangeTheNextLooksComeSooner() {
		try (ChangeWatcher<String> watcher = new FirstLookFindsAChange()) {
			watcher.watch("id", this.calls::incrementAndGet);
			await().until(() -> this.looks.get() >= 3);
			assertThat(this.calls).hasValue(1);
		}
	}

	private final class FirstLookFindsAChange extends ChangeWatcher<String> {

		private FirstLookFindsAChange() {
			super("watch", Duration.ZERO, Duration.ofHours(1), Duration.ofMillis(1));
		}

		@Override
		protected void look() {
			if (ChangeWatcherTests.this.looks.incrementAndGet() == 1) {
				changed("id");
			}
		}

		@Override
		protected void onWatch(String id) {
		}

	}

}
