package io.github.azuredevicecode.management;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CodeRequestLimiter}.
 */
class CodeRequestLimiterTests {

	// The clock may begin anywhere, and may run over
	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(30).toNanos());

	private final CodeRequestLimiter pace = new CodeRequestLimiter(this.now::get);

	@Test
	void tenAMinuteArePermitted() {
		for (int i = 0; i < 10; i++) {
			assertThat(this.pace.permits()).isTrue();
			advance(Duration.ofSeconds(1));
		}
		assertThat(this.pace.permits()).isFalse();
		advance(Duration.ofMillis(49_999));
		assertThat(this.pace.permits()).isFalse();
		advance(Duration.ofMillis(1));
		assertThat(this.pace.permits()).isTrue();
		assertThat(this.pace.permits()).isFalse();
	}

	private void advance(Duration duration) {
		this.now.addAndGet(duration.toNanos());
	}

}
