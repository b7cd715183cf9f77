package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.TokenRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What replicas do when their store was emptied, or set back to an earlier state.
 */
@ExtendWith(OutputCaptureExtension.class)
class StoreSetBackTests {

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private static final CachedLoginKey KEY = new CachedLoginKey("default", "client",
			"https://login.microsoftonline.com", "organizations", LoginMode.STANDARD);

	private final SharedStore store = new SharedStore();

	private final CredentialFixture one = fixture();

	private final DefaultDeviceCodeCredential first = this.one.credential();

	private final CredentialFixture two = fixture();

	private final DefaultDeviceCodeCredential second = this.two.credential();

	@Test
	void anotherSignInAfterTheStoreWasEmptiedReachesAllReplicas() {
		aStoreThatStartsAnewWith("bob");
		assertThat(this.first.getTokenAsync(REQUEST).join().value()).isEqualTo("bob-new");
		assertThat(this.first.authenticationRecord()).map(AuthenticationRecord::username)
			.contains("bob@contoso.example");
	}

	@Test
	void aSignOutAfterTheStoreWasEmptiedReachesAllReplicas() {
		aStoreThatStartsAnewWith("bob");
		this.second.signOut();
		this.store.tell();
		assertThat(this.first.authenticationRecord()).isEmpty();
		assertThat(this.first.getTokenAsync(REQUEST)).isNotCompleted();
	}

	@Test
	void aHeldTokenCostsNoAccessAfterTheStoreWasEmptied() {
		aStoreThatStartsAnewWith("ada");
		assertThat(this.first.getTokenAsync(REQUEST).join().value()).isEqualTo("ada-new");
		int before = this.store.accesses();
		for (int i = 0; i < 100; i++) {
			this.first.getToken(REQUEST);
		}
		assertThat(this.store.accesses()).isEqualTo(before);
	}

	@Test
	void anEmptiedStoreHasSignedEverybodyOut() {
		signIn(this.one, this.first, "token-1", "ada");
		this.store.empty();
		this.store.tell();
		assertThat(this.first.authenticationRecord()).isEmpty();
	}

	@Test
	void anEarlierStateThatIsPutBackDoesNotReviveALoginThatWasSignedOut(CapturedOutput output) {
		signIn(this.one, this.first, "token-1", "ada");
		CachedLogin backup = this.store.stored(KEY);
		this.first.signOut();
		this.store.restore(KEY, backup);
		this.store.tell();
		assertThat(this.first.authenticationRecord()).isEmpty();
		this.one.transport.deviceCode();
		assertThat(this.first.getTokenAsync(REQUEST)).isNotDone();
		assertThat(this.store.stored(KEY).authenticationRecord()).isNull();
		assertThat(output).contains("The token cache was set back");
	}

	@Test
	void anEarlierStateOfTheSameLoginGetsTheLaterTokensAgain() {
		signIn(this.one, this.first, "token-1", "ada");
		CachedLogin backup = this.store.stored(KEY);
		this.one.transport.answer(200, ScriptedTransport.tokenBody("token-2", 3600, "ada@contoso.example", "oid-ada"));
		this.first.getToken("other");
		this.store.restore(KEY, backup);
		this.store.tell();
		assertThat(this.store.stored(KEY).tokenCache()).contains("token-2");
		assertThat(this.first.authenticationRecord()).isPresent();
	}

	// The first replica has seen several sign-ins and sign-outs before
	private void aStoreThatStartsAnewWith(String user) {
		for (int i = 0; i < 3; i++) {
			signIn(this.one, this.first, "ada-" + i, "ada");
			if (i < 2) {
				this.first.signOut();
			}
		}
		this.store.empty();
		signIn(this.two, this.second, user + "-new", user);
		this.store.tell();
	}

	private void signIn(CredentialFixture fixture, DefaultDeviceCodeCredential credential, String token, String user) {
		fixture.transport.deviceCode()
			.answer(200, ScriptedTransport.tokenBody(token, 3600, user + "@contoso.example", "oid-" + user));
		CompletableFuture<AccessToken> signedIn = credential.getTokenAsync(REQUEST);
		this.store.advance(Duration.ofSeconds(5));
		fixture.time.advance(Duration.ofSeconds(5));
		assertThat(signedIn.join().value()).isEqualTo(token);
	}

	private CredentialFixture fixture() {
		return new CredentialFixture(new VirtualTime(Instant.now()), this.store.view());
	}

}
