package io.github.azuredevicecode.credential.state;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.TokenRequest;
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

	private final AccessTokenSlot slot = new AccessTokenSlot(TokenRequest.of("scope"));

	@ParameterizedTest
	@CsvSource({ "3600, 3300", "1500, 1200", "1499, 1199.2", "600, 480", "300, 240", "299, 299", "60, 60" })
	void aTokenIsDueFiveMinutesOrAFifthOfItsLifeBeforeItsEnd(long life, double due) {
		this.slot.hold(token(life, null), NOW);
		assertThat(held().expiresAt()).isEqualTo(NOW.plusSeconds(life).toEpochMilli());
		long latest = Math.round(due * 1000);
		long jitter = (life * 1000 - latest) / 5;
		assertThat(held().refreshAt() - NOW.toEpochMilli()).isBetween(latest - jitter, latest);
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

	@Test
	void aSlotCanBeCleared() {
		this.slot.hold(token(3600, null), NOW);
		this.slot.clear();
		assertThat(this.slot.held()).isNull();
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

}
