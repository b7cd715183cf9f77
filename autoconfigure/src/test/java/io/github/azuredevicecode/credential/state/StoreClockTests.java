package io.github.azuredevicecode.credential.state;

import java.time.Duration;
import java.time.Instant;

import io.github.azuredevicecode.credential.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StoreClock}.
 */
class StoreClockTests {

	private static final Instant HERE = Instant.parse("2026-01-01T12:00:00Z");

	private static final Instant THERE = HERE.plusSeconds(7200);

	private final VirtualTime time = new VirtualTime(HERE);

	private final StoreClock clock = new StoreClock(this.time, true);

	@Test
	void translatesBetweenTheClocks() {
		this.clock.observe(() -> THERE);
		this.time.advance(Duration.ofSeconds(30));
		assertThat(this.clock.now()).isEqualTo(THERE.plusSeconds(30));
		assertThat(this.clock.toLocal(THERE.plusSeconds(3600))).isEqualTo(HERE.plusSeconds(3600));
	}

	@Test
	void isLookedAtOnceAMinute() {
		assertThat(this.clock.isStale()).isTrue();
		this.clock.observe(() -> THERE);
		this.time.advance(Duration.ofSeconds(59));
		assertThat(this.clock.isStale()).isFalse();
		this.time.advance(Duration.ofSeconds(2));
		assertThat(this.clock.isStale()).isTrue();
	}

	@Test
	void neverGoesBack() {
		this.clock.observe(() -> THERE);
		this.time.advance(Duration.ofMinutes(2));
		this.clock.observe(() -> THERE);
		assertThat(this.clock.now()).isEqualTo(THERE.plusSeconds(120));
	}

	@Test
	void aStoreThatIsNotSharedHasTheClockOfTheProcess() {
		StoreClock own = new StoreClock(this.time, false);
		assertThat(own.isStale()).isFalse();
		assertThat(own.now()).isEqualTo(HERE);
	}

}
