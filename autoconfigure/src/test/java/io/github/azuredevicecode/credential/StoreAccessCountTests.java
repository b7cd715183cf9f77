package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.TokenRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often a credential accesses a store that it shares with others.
 */
class StoreAccessCountTests {

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private final SharedStore store = new SharedStore();

	// The real time, by which MSAL4J judges whether a token is valid
	private final CredentialFixture fixture = new CredentialFixture(new VirtualTime(Instant.now()), this.store.view());

	private final DefaultDeviceCodeCredential credential = this.fixture.credential();

	// A poll reads the login and the clock, and writes the lease
	@ParameterizedTest
	@ValueSource(ints = { 1, 10, 100 })
	void aSignInAccessesTheStoreThreeTimesForEachPoll(int polls) {
		signIn(polls);
		long minutes = INTERVAL.multipliedBy(polls).toMinutes();
		assertThat(this.store.accesses() - 3 * polls).isBetween(0, 9 + (int) minutes);
	}

	@Test
	void aRefreshAccessesTheStoreSixTimes() {
		signIn(1);
		for (int i = 2; i < 5; i++) {
			this.fixture.time.jumpWallClock(Duration.ofMinutes(58));
			this.fixture.transport.tokens("token-" + i, 3600);
			int before = this.store.accesses();
			this.credential.getToken(REQUEST);
			assertThat(this.credential.getToken(REQUEST).value()).isEqualTo("token-" + i);
			assertThat(this.store.accesses() - before).isLessThanOrEqualTo(6);
		}
	}

	@Test
	void aCachedTokenDoesNotAccessTheStore() {
		signIn(1);
		int before = this.store.accesses();
		for (int i = 0; i < 1_000; i++) {
			this.credential.getToken(REQUEST);
			this.credential.getTokenAsync(REQUEST).join();
		}
		assertThat(this.store.accesses()).isEqualTo(before);
	}

	private void signIn(int polls) {
		this.fixture.transport.deviceCode();
		for (int i = 1; i < polls; i++) {
			this.fixture.transport.pending();
		}
		this.fixture.transport.tokens("token-1", 3600);
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(REQUEST);
		for (int i = 0; i < polls; i++) {
			this.store.advance(INTERVAL);
			this.fixture.time.advance(INTERVAL);
		}
		assertThat(token).isCompleted();
	}

}
