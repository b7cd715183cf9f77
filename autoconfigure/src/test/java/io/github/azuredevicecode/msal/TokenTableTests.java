package io.github.azuredevicecode.msal;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.TokenRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenTable}.
 */
class TokenTableTests {

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private static final TokenRequest KEY = REQUEST.withTenantId("tenant");

	private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-24T10:00:00Z"));

	private final TokenTable table = new TokenTable(this.time);

	@Test
	void aSlotIsFoundByItsKeyAndByTheFormOfTheCaller() {
		assertThat(this.table.find(REQUEST)).isNull();
		TokenSlot slot = this.table.slot(REQUEST, KEY);
		assertThat(this.table.find(REQUEST)).isSameAs(slot);
		assertThat(this.table.find(KEY)).isSameAs(slot);
		assertThat(this.table.slot(KEY, KEY)).isSameAs(slot);
	}

	@Test
	void oneModeIsClearedWithoutTheOther() {
		TokenSlot plain = hold(REQUEST, 3600);
		TokenSlot cae = hold(REQUEST.withCae(true), 3600);
		this.table.clear(true);
		assertThat(cae.held()).isNull();
		assertThat(plain.held()).isNotNull();
		this.table.clear();
		assertThat(plain.held()).isNull();
	}

	@Test
	void whenItIsFullWhatIsNotValidMakesRoom() {
		TokenSlot valid = hold(REQUEST, 7200);
		hold(TokenRequest.of("expired"), 60);
		for (int i = 0; this.table.size() < TokenTable.MAX_FORMS; i++) {
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
		for (int i = 0; i <= TokenTable.MAX_FORMS; i++) {
			hold(TokenRequest.of("scope-" + i), 3600);
			assertThat(this.table.size()).isLessThanOrEqualTo(TokenTable.MAX_FORMS);
		}
		assertThat(this.table.find(TokenRequest.of("scope-" + TokenTable.MAX_FORMS))).isNotNull();
	}

	private TokenSlot hold(TokenRequest request, long seconds) {
		TokenSlot slot = this.table.slot(request, request);
		slot.hold(new AccessToken("token", this.time.instant().plusSeconds(seconds), null, "Bearer", Set.of("scope")),
				this.time.instant());
		return slot;
	}

}
