package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.SignInTimedOutException;
import io.github.azuredevicecode.TokenRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A prompt handler that takes long, never returns, or asks its own credential.
 */
class PromptHandlerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final CredentialFixture fixture = new CredentialFixture();

	private final CountDownLatch shown = new CountDownLatch(1);

	private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();

	private final AtomicReference<DeviceCodeCredential> credential = new AtomicReference<>();

	private ExecutorService executor = Executors.newCachedThreadPool();

	@AfterEach
	void shutDown() {
		this.executor.shutdownNow();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aHandlerThatDoesNotReturnIsInterruptedWhenItsCodeExpires(boolean oneThreadAlone) throws Exception {
		if (oneThreadAlone) {
			this.executor.shutdown();
			this.executor = Executors.newSingleThreadExecutor();
		}
		this.fixture.transport.deviceCode(3600, 900);
		CompletableFuture<AccessToken> token = ask();
		this.fixture.time.advance(Duration.ofMinutes(15));
		assertThat(token).failsWithin(PATIENCE)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(SignInTimedOutException.class);
		assertThat(this.interrupted).succeedsWithin(PATIENCE);
	}

	@Test
	void theUserSignsInWhileTheHandlerWorks() throws Exception {
		this.fixture.transport.deviceCode().tokens("token-1", 3600);
		CompletableFuture<AccessToken> token = ask();
		this.fixture.time.advance(Duration.ofSeconds(5));
		assertThat(token).succeedsWithin(PATIENCE).extracting(AccessToken::value).isEqualTo("token-1");
		assertThat(this.interrupted).succeedsWithin(PATIENCE);
	}

	@Test
	void aHandlerThatAsksItsOwnCredentialIsToldSo() {
		this.fixture.transport.deviceCode();
		this.credential.set(this.fixture.credential((builder) -> builder.executor(this.executor)
			.promptHandler((prompt) -> this.credential.get().getToken("scope"))));
		assertThat(this.credential.get().getTokenAsync(TokenRequest.of("scope"))).failsWithin(PATIENCE)
			.withThrowableThat()
			.withMessageContaining("asked its own credential for a token");
	}

	private CompletableFuture<AccessToken> ask() throws InterruptedException {
		this.credential.set(
				this.fixture.credential((builder) -> builder.executor(this.executor).promptHandler(this::neverReturn)));
		CompletableFuture<AccessToken> token = this.credential.get().getTokenAsync(TokenRequest.of("scope"));
		assertThat(this.shown.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		return token;
	}

	private void neverReturn(DeviceCodePrompt prompt) {
		this.shown.countDown();
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			this.interrupted.complete(true);
		}
	}

}
