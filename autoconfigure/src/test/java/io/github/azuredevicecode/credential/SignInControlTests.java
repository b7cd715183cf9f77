package io.github.azuredevicecode.credential;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A sign-in under way that is cancelled, or given another code.
 */
class SignInControlTests {

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private final CredentialFixture fixture = new CredentialFixture();

	@Test
	void withoutASignInThereIsNothingToCancelOrToRenew() {
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		assertThat(credential.cancelSignIn()).isFalse();
		assertThat(credential.renewUserCode()).isFalse();
		this.fixture.transport.deviceCode().tokens("token", 3600);
		credential.getTokenAsync(REQUEST);
		this.fixture.time.advance(INTERVAL);
		assertThat(credential.cancelSignIn()).isFalse();
		assertThat(credential.renewUserCode()).isFalse();
		assertThat(credential.authenticationRecord()).isPresent();
	}

	@Test
	void cancellingEndsItForAllWhoWait() {
		this.fixture.transport.deviceCode();
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		CompletableFuture<AccessToken> one = credential.getTokenAsync(REQUEST);
		CompletableFuture<AccessToken> two = credential.getTokenAsync(TokenRequest.of("other"));
		assertThat(credential.cancelSignIn()).isTrue();
		assertThat(one).isCompletedExceptionally();
		assertThat(two).isCompletedExceptionally();
		assertThat(this.fixture.failures).singleElement().isInstanceOf(SignInCancelledException.class);
	}

	@Test
	void aNewCodeIsShownAndPolledInPlaceOfTheOld() {
		this.fixture.transport.deviceCode(1, 5, 900);
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		this.fixture.transport.deviceCode(2, 5, 900).pending().tokens("token", 3600);
		assertThat(credential.renewUserCode()).isTrue();
		assertThat(this.fixture.prompts).extracting(DeviceCodePrompt::userCode)
			.containsExactly("USERCODE1", "USERCODE2");
		assertThat(this.fixture.prompts).extracting(DeviceCodePrompt::attemptId).containsOnly(attemptId());
		this.fixture.time.advance(INTERVAL);
		this.fixture.time.advance(INTERVAL);
		assertThat(token.join().value()).isEqualTo("token");
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(2)
			.allSatisfy((request) -> assertThat(request.form()).containsEntry("device_code", "device-code-2"));
		assertThat(this.fixture.failures).isEmpty();
	}

	@Test
	void aNewCodeHasItsWholeLifetime() {
		this.fixture.transport.deviceCode(1, 600, 900);
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		this.fixture.transport.pending();
		this.fixture.time.advance(Duration.ofSeconds(890));
		this.fixture.transport.deviceCode(2, 600, 900).pending();
		credential.renewUserCode();
		this.fixture.time.advance(Duration.ofSeconds(899));
		assertThat(token).isNotDone();
		this.fixture.time.advance(Duration.ofSeconds(1));
		assertThat(token).isCompletedExceptionally();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theOldCodeStaysInUseIfThereIsNoNewOne(boolean unreachable) {
		this.fixture.transport.deviceCode(1, 5, 900);
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		if (unreachable) {
			this.fixture.transport.fail(new IOException("down"));
		}
		else {
			this.fixture.transport.error("invalid_client");
		}
		assertThat(credential.renewUserCode()).isTrue();
		this.fixture.transport.tokens("token", 3600);
		this.fixture.time.advance(INTERVAL);
		assertThat(token.join().value()).isEqualTo("token");
		assertThat(this.fixture.prompts).hasSize(1);
	}

	@Test
	void oneNewCodeIsAskedForAtATime() {
		CompletableFuture<EntraResponse> asked = new CompletableFuture<>();
		this.fixture.transport.deviceCode(1, 5, 900).answer(asked);
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		credential.getTokenAsync(REQUEST);
		assertThat(credential.renewUserCode()).isTrue();
		assertThat(credential.renewUserCode()).isFalse();
		credential.cancelSignIn();
		asked.complete(new EntraResponse(200, Map.of(), "{}"));
		assertThat(this.fixture.prompts).hasSize(1);
	}

	@Test
	void whoHasEnteredTheOldCodeJustInTimeIsSignedIn() {
		CompletableFuture<EntraResponse> polled = new CompletableFuture<>();
		this.fixture.transport.deviceCode(1, 5, 900).answer(polled);
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		this.fixture.time.advance(INTERVAL);
		this.fixture.transport.deviceCode(2, 5, 900);
		credential.renewUserCode();
		polled.complete(new EntraResponse(200, Map.of(),
				ScriptedTransport.tokenBody("token", 3600, "ada@contoso.example", "oid-ada")));
		assertThat(token.join().value()).isEqualTo("token");
		this.fixture.time.advance(INTERVAL);
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(1);
	}

	@Test
	void aHandlerThatStillShowsTheOldCodeIsInterrupted() throws Exception {
		ExecutorService executor = Executors.newCachedThreadPool();
		CountDownLatch interrupted = new CountDownLatch(1);
		CountDownLatch showing = new CountDownLatch(1);
		this.fixture.transport.deviceCode(1, 5, 900);
		DefaultDeviceCodeCredential credential = this.fixture.credential((builder) -> builder.executor(executor)
			.promptHandler((prompt) -> showUntilInterrupted(prompt, showing, interrupted)));
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		showing.await();
		this.fixture.transport.deviceCode(2, 5, 900).tokens("token", 3600);
		credential.renewUserCode();
		interrupted.await();
		Awaitility.await().until(() -> this.fixture.time.pending() > 0);
		this.fixture.time.advance(INTERVAL);
		assertThat(token.get().value()).isEqualTo("token");
		executor.shutdownNow();
	}

	private void showUntilInterrupted(DeviceCodePrompt prompt, CountDownLatch showing, CountDownLatch interrupted) {
		this.fixture.prompts.add(prompt);
		if (prompt.userCode().equals("USERCODE1")) {
			showing.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		}
	}

	private String attemptId() {
		return this.fixture.prompts.get(0).attemptId();
	}

}
