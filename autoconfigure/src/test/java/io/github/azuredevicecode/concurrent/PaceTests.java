package io.github.azuredevicecode.concurrent;

import java.time.Duration;

import io.github.azuredevicecode.credential.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Pace}.
 */
class PaceTests {

	private final VirtualTime time = new VirtualTime();

	private final Pace pace = new Pace(this.time, 3, Duration.ofMinutes(1));

	@Test
	void permitsAFewAtOnceAndThenOneInEachInterval() {
		assertThat(permitted(10)).isEqualTo(3);
		assertThat(this.pace.request()).isEqualTo(Duration.ofMinutes(1));
		this.time.advance(Duration.ofSeconds(59));
		assertThat(this.pace.request()).isEqualTo(Duration.ofSeconds(1));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(permitted(10)).isEqualTo(1);
		this.time.advance(Duration.ofHours(1));
		assertThat(permitted(10)).isEqualTo(3);
	}

	@Test
	void forgetsThePast() {
		permitted(10);
		this.pace.reset();
		assertThat(permitted(10)).isEqualTo(3);
	}

	private int permitted(int requests) {
		int permitted = 0;
		for (int i = 0; i < requests; i++) {
			permitted += (this.pace.request() == null) ? 1 : 0;
		}
		return permitted;
	}

}
