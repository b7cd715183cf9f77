package io.github.azuredevicecode.credential.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.credential.VirtualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AccessTokenSlot}.
 */
@Tag("contract-1.13")
class AccessTokenSlotTests {

	private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

	private final VirtualTime time = new VirtualTime(NOW);

	private final AccessTokenSlot slot = new AccessTokenSlot(TokenRequest.of("scope"), this.time, new Random());

	@ParameterizedTest
	@CsvSource({ "3600, 3300", "1500, 1200", "1499, 1199.2", "600, 480", "300, 240", "299, 239.2", "60, 48", "10, 8",
			"9, 9", "1, 1" })
	void aTokenIsDueFiveMinutesOrAFifthOfItsLifeBeforeItsEnd(long life, double due) {
		this.slot.hold(token(life, null), NOW);
		assertThat(held().expiresAt()).isEqualTo(NOW.plusSeconds(life).toEpochMilli());
		long latest = Math.round(due * 1000);
		long jitter = (life * 1000 - latest) / 5;
		assertThat(held().refreshAt() - NOW.toEpochMilli()).isBetween(latest - jitter, latest);
	}

	@Test
	void aServiceThatWantsEachTokenRenewedAtOnceIsNotAskedAllTheTime() {
		this.slot.hold(token(3600, 0L), NOW);
		assertThat(state()).isEqualTo(AccessTokenSlot.State.DUE);
		this.slot.hold(new AccessToken("another", NOW.plusSeconds(3600), NOW, "Bearer", Set.of("scope")), NOW);
		assertThat(state()).isEqualTo(AccessTokenSlot.State.FRESH);
		this.time.advance(Duration.ofMinutes(1));
		assertThat(state()).isEqualTo(AccessTokenSlot.State.DUE);
	}

	@Test
	void theServicesAdvicePrevailsWhereItIsEarlier() {
		this.slot.hold(token(3600, 1800L), NOW);
		assertThat(held().refreshAt()).isBetween(NOW.plusSeconds(1740).toEpochMilli(),
				NOW.plusSeconds(1800).toEpochMilli());
		this.slot.hold(token(3600, 3500L), NOW);
		assertThat(held().refreshAt()).isBetween(NOW.plusSeconds(3240).toEpochMilli(),
				NOW.plusSeconds(3300).toEpochMilli());
	}

	@Test
	void tokensOfOneMomentAreNotDueAtOneMoment() {
		Set<Long> due = new HashSet<>();
		for (int i = 0; i < 100; i++) {
			this.slot.hold(token(3600, null), NOW);
			due.add(held().refreshAt());
		}
		assertThat(due).hasSizeGreaterThan(50);
	}

	@Test
	void theJitterComesFromTheGenerator() {
		AccessTokenSlot without = new AccessTokenSlot(TokenRequest.of("scope"), this.time, () -> 0);
		without.hold(token(3600, null), NOW);
		AccessTokenSlot.Held held = without.held();
		assertThat(held).isNotNull();
		assertThat(held.refreshAt()).isEqualTo(NOW.plusSeconds(3300).toEpochMilli());
	}

	@Test
	void aTokenIsFreshThenDueThenExpired() {
		this.slot.hold(token(3600, null), NOW);
		assertThat(state()).isEqualTo(AccessTokenSlot.State.FRESH);
		this.time.advance(Duration.ofSeconds(3300));
		assertThat(state()).isEqualTo(AccessTokenSlot.State.DUE);
		this.time.advance(Duration.ofSeconds(299));
		assertThat(state()).isEqualTo(AccessTokenSlot.State.DUE);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(state()).isEqualTo(AccessTokenSlot.State.EXPIRED);
	}

	@Test
	void aWallClockThatIsSetBackProlongsNoLife() {
		this.slot.hold(token(3600, null), NOW);
		assertThat(state()).isEqualTo(AccessTokenSlot.State.FRESH);
		this.time.jumpWallClock(Duration.ofMinutes(-60));
		this.time.advance(Duration.ofSeconds(3300));
		assertThat(state()).isEqualTo(AccessTokenSlot.State.DUE);
		this.time.advance(Duration.ofSeconds(300));
		assertThat(state()).isEqualTo(AccessTokenSlot.State.EXPIRED);
		assertThat(state()).isEqualTo(AccessTokenSlot.State.EXPIRED);
	}

	@Test
	void aWallClockThatIsSetBackIsNoticedAtOnce() {
		this.slot.hold(token(3600, null), NOW);
		this.time.advance(Duration.ofSeconds(3600).minusMillis(1));
		assertThat(state()).isEqualTo(AccessTokenSlot.State.DUE);
		this.time.advance(Duration.ofMillis(1));
		this.time.jumpWallClock(Duration.ofMillis(-1).minusHours(1));
		assertThat(state()).isEqualTo(AccessTokenSlot.State.EXPIRED);
	}

	@Test
	void aTokenThatIsFoundAgainGetsNoNewLife() {
		AccessToken token = token(3600, null);
		this.slot.hold(token, NOW);
		this.time.advance(Duration.ofMinutes(50));
		this.time.jumpWallClock(Duration.ofHours(-1));
		this.slot.hold(token, this.time.instant());
		this.time.advance(Duration.ofMinutes(10));
		assertThat(state()).isEqualTo(AccessTokenSlot.State.EXPIRED);
	}

	@Test
	void aMachineThatSleptServesNoDeadToken() {
		this.slot.hold(token(3600, null), NOW);
		this.time.jumpWallClock(Duration.ofHours(1));
		assertThat(state()).isEqualTo(AccessTokenSlot.State.EXPIRED);
	}

	@Test
	void theMonotonicClockIsReadOnceASecondAtMost() {
		CountingTime counting = new CountingTime();
		AccessTokenSlot counted = new AccessTokenSlot(TokenRequest.of("scope"), counting, new Random());
		counted.hold(token(3600, null), NOW);
		AccessTokenSlot.Held held = counted.held();
		assertThat(held).isNotNull();
		counting.reads = 0;
		for (int millis = 0; millis < 5000; millis++) {
			counting.millis = NOW.toEpochMilli() + millis;
			counted.state(held);
		}
		assertThat(counting.reads).isEqualTo(5);
	}

	@Test
	void aFailedRenewalIsNotRepeatedByTheMonotonicClock() {
		this.slot.hold(token(3600, null), NOW);
		this.time.advance(Duration.ofSeconds(3400));
		this.slot.postponeRefresh(held(), NOW.plusSeconds(3500).toEpochMilli());
		assertThat(state()).isEqualTo(AccessTokenSlot.State.FRESH);
		this.time.advance(Duration.ofSeconds(100));
		assertThat(state()).isEqualTo(AccessTokenSlot.State.DUE);
	}

	@Test
	void anExpiryThatNoTokenHasIsNotBelieved() {
		this.slot.hold(token(Duration.ofDays(365).toSeconds(), null), NOW);
		assertThat(held().expiresAt()).isEqualTo(NOW.plus(Duration.ofHours(28)).toEpochMilli());
	}

	@Test
	void oneMayRefreshAtATime() {
		assertThat(this.slot.beginRefresh()).isTrue();
		assertThat(this.slot.beginRefresh()).isFalse();
		this.slot.endRefresh();
		assertThat(this.slot.beginRefresh()).isTrue();
	}

	@Test
	void aFailedRefreshIsPutOffUnlessTheTokenHasChanged() {
		this.slot.hold(token(3600, null), NOW);
		AccessTokenSlot.Held failed = held();
		this.slot.postponeRefresh(failed, 42);
		assertThat(held().refreshAt()).isEqualTo(42);
		assertThat(held().failures()).isEqualTo(1);
		assertThat(held().token()).isSameAs(failed.token());
		this.slot.hold(token(7200, null), NOW);
		AccessTokenSlot.Held next = held();
		this.slot.postponeRefresh(failed, 43);
		assertThat(held()).isSameAs(next);
	}

	// Both go through the same slots at the same time, and so meet in many of them
	@Test
	void aTokenThatIsClearedWhileItsRefreshIsPutOffDoesNotComeBack() throws Exception {
		ExecutorService thread = Executors.newSingleThreadExecutor();
		try {
			for (int round = 0; round < 100; round++) {
				List<AccessTokenSlot> slots = new ArrayList<>();
				List<AccessTokenSlot.Held> failed = new ArrayList<>();
				for (int i = 0; i < 1000; i++) {
					AccessTokenSlot each = new AccessTokenSlot(TokenRequest.of("scope"), this.time, new Random(i));
					each.hold(token(3600, null), NOW);
					slots.add(each);
					failed.add(each.held());
				}
				CyclicBarrier start = new CyclicBarrier(2);
				Future<?> cleared = thread.submit(() -> {
					start.await();
					slots.forEach(AccessTokenSlot::clear);
					return true;
				});
				start.await();
				for (int i = 0; i < slots.size(); i++) {
					slots.get(i).postponeRefresh(failed.get(i), 42);
				}
				cleared.get();
				assertThat(slots).allMatch((each) -> each.held() == null);
			}
		}
		finally {
			thread.shutdownNow();
		}
	}

	@Test
	void aSlotCanBeCleared() {
		this.slot.hold(token(3600, null), NOW);
		this.slot.clear();
		assertThat(this.slot.held()).isNull();
	}

	private AccessTokenSlot.State state() {
		return this.slot.state(held());
	}

	private AccessTokenSlot.Held held() {
		AccessTokenSlot.Held held = this.slot.held();
		assertThat(held).isNotNull();
		return held;
	}

	private static AccessToken token(long life, @Nullable Long refreshIn) {
		return new AccessToken("value", NOW.plus(Duration.ofSeconds(life)),
				(refreshIn != null) ? NOW.plusSeconds(refreshIn) : null, "Bearer", Set.of("scope"));
	}

	private static final class CountingTime implements TimeSource {

		private long millis;

		private int reads;

		@Override
		public long millis() {
			return this.millis;
		}

		@Override
		public long nanoTime() {
			this.reads++;
			return 0;
		}

		@Override
		public void schedule(Duration delay, Executor executor, Runnable task) {
			throw new UnsupportedOperationException();
		}

	}

}
