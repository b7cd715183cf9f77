package io.github.azuredevicecode.credential.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.credential.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AccessTokenTable}.
 */
class AccessTokenTableTests {

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private static final TokenRequest KEY = REQUEST.withTenantId("tenant");

	private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-24T10:00:00Z"));

	private final AccessTokenTable table = new AccessTokenTable(this.time, new Random());

	@Test
	void aSlotIsFoundByItsKeyAndByTheFormOfTheCaller() {
		assertThat(this.table.find(REQUEST)).isNull();
		AccessTokenSlot slot = this.table.slot(REQUEST, KEY);
		assertThat(this.table.find(REQUEST)).isSameAs(slot);
		assertThat(this.table.find(KEY)).isSameAs(slot);
		assertThat(this.table.slot(KEY, KEY)).isSameAs(slot);
	}

	@Test
	void oneModeIsClearedWithoutTheOther() {
		AccessTokenSlot plain = hold(REQUEST, 3600);
		AccessTokenSlot cae = hold(REQUEST.withCae(true), 3600);
		this.table.clear(LoginMode.CONTINUOUS_ACCESS_EVALUATION);
		assertThat(cae.held()).isNull();
		assertThat(plain.held()).isNotNull();
		this.table.clear();
		assertThat(plain.held()).isNull();
	}

	@Test
	void whenItIsFullWhatIsNotValidMakesRoom() {
		AccessTokenSlot valid = hold(REQUEST, 7200);
		hold(TokenRequest.of("expired"), 60);
		for (int i = 0; this.table.size() < AccessTokenTable.MAX_FORMS; i++) {
			TokenRequest unused = TokenRequest.of("scope-" + i);
			this.table.slot(unused, unused);
		}
		this.time.advance(Duration.ofSeconds(60));
		hold(TokenRequest.of("another"), 3600);
		assertThat(this.table.size()).isEqualTo(2);
		assertThat(this.table.find(REQUEST)).isSameAs(valid);
		assertThat(this.table.find(TokenRequest.of("expired"))).isNull();
	}

	@Test
	void itNeverGrowsBeyondItsLimit() {
		for (int i = 0; i <= AccessTokenTable.MAX_FORMS; i++) {
			hold(TokenRequest.of("scope-" + i), 3600);
			assertThat(this.table.size()).isLessThanOrEqualTo(AccessTokenTable.MAX_FORMS);
		}
		assertThat(this.table.find(TokenRequest.of("scope-" + AccessTokenTable.MAX_FORMS))).isNotNull();
	}

	private AccessTokenSlot hold(TokenRequest request, long seconds) {
		AccessTokenSlot slot = this.table.slot(request, request);
		slot.hold(new AccessToken("token", this.time.instant().plusSeconds(seconds), null, "Bearer", Set.of("scope")),
				this.time.instant());
		return slot;
	}

}
