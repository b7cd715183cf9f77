package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of sign-ins, renewals and sign-outs while the store cannot be used.
 */
class StoreOutageTests {

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private static final CachedLoginKey KEY = new CachedLoginKey("default", "client",
			"https://login.microsoftonline.com", "organizations", LoginMode.STANDARD);

	private final SharedStore store = new SharedStore();

	private final CredentialFixture fixture = fixture();

	private final DefaultDeviceCodeCredential credential = this.fixture.credential();

	@Test
	void aSecondSignOutDoesNotForgetThatTheFirstIsOwed() {
		signIn();
		this.store.down(true);
		signOutFails(this.credential);
		signOutFails(this.credential);
		this.store.down(false);
		assertThat(this.credential.authenticationRecord()).isEmpty();
		pass(Duration.ofMinutes(1));
		assertThat(this.store.stored(KEY).authenticationRecord()).isNull();
		assertThat(this.store.stored(KEY).tokenCache()).isEmpty();
	}

	@Test
	void aRefreshThatWasUnderWayDoesNotBringTheLoginBack() {
		signIn();
		CompletableFuture<EntraResponse> slow = new CompletableFuture<>();
		this.fixture.transport.answer(slow);
		CompletableFuture<AccessToken> before = this.credential.getTokenAsync(TokenRequest.of("other"));
		this.store.down(true);
		signOutFails(this.credential);
		slow.complete(new EntraResponse(200, Map.of(),
				ScriptedTransport.tokenBody("late", 3600, "ada@contoso.example", "oid-ada")));
		assertThat(before).isCompletedExceptionally();
		pass(Duration.ofMinutes(1));
		this.store.down(false);
		pass(Duration.ofMinutes(1));
		assertThat(this.store.stored(KEY).authenticationRecord()).isNull();
		assertThat(this.credential.authenticationRecord()).isEmpty();
	}

	@Test
	void aProcessThatHasNeverReachedTheStoreMakesItsSignOutGood() {
		signIn();
		CredentialFixture other = fixture();
		DefaultDeviceCodeCredential restarted = other.credential();
		this.store.down(true);
		signOutFails(restarted);
		this.store.down(false);
		this.store.advance(Duration.ofMinutes(1));
		other.time.advance(Duration.ofMinutes(1));
		assertThat(restarted.authenticationRecord()).isEmpty();
		assertThat(this.store.stored(KEY).authenticationRecord()).isNull();
	}

	@Test
	void aSignInAndASignOutWithinOneOutageLeaveNobodySignedIn() {
		this.fixture.transport.deviceCode();
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(REQUEST);
		this.store.down(true);
		this.fixture.transport.tokens("token-1", 3600);
		pass(Duration.ofSeconds(5));
		assertThat(token).isCompleted();
		signOutFails(this.credential);
		this.store.down(false);
		pass(Duration.ofMinutes(1));
		assertThat(this.store.stored(KEY).authenticationRecord()).isNull();
		assertThat(this.store.stored(KEY).pending()).isNull();
	}

	@Test
	void aSignInWithinAnOutageIsWrittenThoughAnotherReplicaWaitsForIt() {
		CredentialFixture other = fixture();
		DefaultDeviceCodeCredential second = other.credential();
		this.fixture.transport.deviceCode();
		this.credential.getTokenAsync(REQUEST);
		CompletableFuture<AccessToken> waiting = second.getTokenAsync(REQUEST);
		this.store.down(true);
		this.fixture.transport.tokens("token-1", 3600);
		this.fixture.time.advance(Duration.ofSeconds(5));
		this.store.down(false);
		// The other one takes the lease over, and learns that the code is spent
		this.store.advance(Duration.ofMinutes(1));
		other.transport.error("invalid_grant");
		other.time.advance(Duration.ofSeconds(5));
		this.fixture.time.advance(Duration.ofSeconds(20));
		other.time.advance(Duration.ofSeconds(20));
		assertThat(waiting.join().value()).isEqualTo("token-1");
		assertThat(other.prompts).hasSize(1);
		assertThat(this.store.stored(KEY).authenticationRecord()).isNotNull();
	}

	@Test
	void aStoreThatCanBeReadAndNotWrittenIsAnOutage() {
		signIn();
		this.store.readOnly(true);
		int before = this.store.accesses();
		this.fixture.transport
			.answer(200, ScriptedTransport.tokenBody("token-2", 3600, "ada@contoso.example", "oid-ada"))
			.answer(200, ScriptedTransport.tokenBody("token-3", 3600, "ada@contoso.example", "oid-ada"));
		assertThat(this.credential.getToken("other").value()).isEqualTo("token-2");
		assertThat(this.credential.getToken("third").value()).isEqualTo("token-3");
		pass(Duration.ofMinutes(10));
		assertThat(this.store.accesses() - before).as("accesses within ten minutes").isLessThan(200);
		assertThat(this.fixture.tokenCacheAvailable).containsExactly(false);
		this.store.readOnly(false);
		pass(Duration.ofMinutes(1));
		assertThat(this.fixture.tokenCacheAvailable).containsExactly(false, true);
		assertThat(this.store.stored(KEY).tokenCache()).contains("token-2", "token-3");
	}

	@Test
	void manyCallersDoNotAskAStoreThatIsOutOfReach() {
		signIn();
		this.store.down(true);
		int before = this.store.accesses();
		for (int i = 0; i < 100; i++) {
			this.fixture.transport.answer(200,
					ScriptedTransport.tokenBody("token-" + i, 3600, "ada@contoso.example", "oid-ada"));
			assertThat(this.credential.getToken("scope-" + i).value()).isEqualTo("token-" + i);
		}
		assertThat(this.store.accesses() - before).as("accesses by 100 callers").isLessThan(10);
	}

	@Test
	void whenTheStoreIsBackEverythingIsWrittenByItself() {
		signIn();
		this.store.down(true);
		this.fixture.transport.tokens("token-2", 3600);
		this.credential.getToken("other");
		this.store.down(false);
		assertThat(this.store.stored(KEY).tokenCache()).doesNotContain("token-2");
		pass(Duration.ofSeconds(20));
		assertThat(this.store.stored(KEY).tokenCache()).contains("token-2");
		assertThat(this.fixture.time.pending()).isZero();
	}

	private void signIn() {
		this.fixture.transport.deviceCode().tokens("token-1", 3600);
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(REQUEST);
		pass(Duration.ofSeconds(5));
		assertThat(token).isCompleted();
	}

	private void pass(Duration time) {
		this.store.advance(time);
		this.fixture.time.advance(time);
	}

	private CredentialFixture fixture() {
		return new CredentialFixture(new VirtualTime(Instant.now()), this.store.view());
	}

	private static void signOutFails(DefaultDeviceCodeCredential credential) {
		assertThatExceptionOfType(ClientAuthenticationException.class).isThrownBy(credential::signOut)
			.withMessageContaining("other processes are still signed in");
	}

}
