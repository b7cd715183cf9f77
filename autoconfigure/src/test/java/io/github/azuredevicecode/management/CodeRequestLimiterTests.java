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

	private final CodeRequestLimiter limiter = new CodeRequestLimiter(this.now::get);

	@Test
	void tenAMinuteArePermitted() {
		for (int i = 0; i < 10; i++) {
			assertThat(this.limiter.permits()).isTrue();
			advance(Duration.ofSeconds(1));
		}
		assertThat(this.limiter.permits()).isFalse();
		advance(Duration.ofMillis(49_999));
		assertThat(this.limiter.permits()).isFalse();
		advance(Duration.ofMillis(1));
		assertThat(this.limiter.permits()).isTrue();
		assertThat(this.limiter.permits()).isFalse();
	}

	private void advance(Duration duration) {
		this.now.addAndGet(duration.toNanos());
	}

}
