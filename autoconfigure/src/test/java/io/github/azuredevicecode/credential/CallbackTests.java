package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import io.github.azuredevicecode.TokenRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners and handlers that use their credential, or do not return: nobody waits for
 * them for ever.
 */
class CallbackTests {

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final VirtualTime time = new VirtualTime(Instant.now());

	private final SharedStore store = new SharedStore();

	private final CredentialFixture fixture = new CredentialFixture(this.time, this.store.view());

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final AtomicBoolean called = new AtomicBoolean();

	private final CompletableFuture<String> outcome = new CompletableFuture<>();

	private DeviceCodeCredential credential;

	@AfterEach
	void shutDown() {
		this.executor.shutdownNow();
	}

	@Test
	void aListenerOfAFailureMayAskForAnotherSignIn() {
		credential(new DeviceCodeListener() {

			@Override
			public void onFailed(FailedEvent event) {
				use((credential) -> credential.getToken(REQUEST).value());
			}

		});
		this.fixture.transport.deviceCode().error("authorization_declined").deviceCode().tokens("token-1", 3600);
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(REQUEST);
		awaitOutcome(token);
		assertThat(this.outcome).isCompletedWithValue("token-1");
		assertThat(token).isCompletedExceptionally();
	}

	@Test
	void aListenerOfASignInInAnotherProcessGetsTheToken() {
		CredentialFixture other = new CredentialFixture(this.time, this.store.view());
		DeviceCodeCredential polling = other.credential((builder) -> builder.executor(this.executor));
		credential(new DeviceCodeListener() {

			@Override
			public void onAuthenticated(AuthenticatedEvent event) {
				use((credential) -> credential.getToken(REQUEST).value());
			}

		});
		other.transport.deviceCode().tokens("token-1", 3600);
		CompletableFuture<AccessToken> first = polling.getTokenAsync(REQUEST);
		Awaitility.await().until(() -> other.prompts.size() == 1);
		CompletableFuture<AccessToken> second = this.credential.getTokenAsync(REQUEST);
		Awaitility.await().until(() -> this.fixture.prompts.size() == 1);
		awaitOutcome(first, second);
		assertThat(this.outcome).isCompletedWithValue("token-1");
		assertThat(second.join().value()).isEqualTo("token-1");
	}

	@Test
	void aListenerOfARefusedRenewalMayAskTheUser() {
		credential(new DeviceCodeListener() {

			@Override
			public void onRenewalRefused(RenewalRefusedEvent event) {
				use((credential) -> credential.getToken(REQUEST).value());
			}

		});
		this.fixture.transport.deviceCode().tokens("token-1", 60);
		awaitEach(this.credential.getTokenAsync(REQUEST));
		this.time.advance(Duration.ofMinutes(5));
		this.fixture.transport.error("invalid_grant").deviceCode().tokens("token-2", 3600);
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(REQUEST);
		awaitOutcome(token);
		assertThat(this.outcome).isCompletedWithValue("token-2");
		assertThat(token.join().value()).isEqualTo("token-2");
	}

	@Test
	void aListenerOfAnOutageMayUseTheCredential() {
		credential(new DeviceCodeListener() {

			@Override
			public void onTokenCacheAvailability(TokenCacheAvailabilityEvent event) {
				use((credential) -> credential.authenticationRecord().isPresent() + " "
						+ credential.getTokenAsync(TokenRequest.of("other")).handle((value, failure) -> true).join());
			}

		});
		this.store.down(true);
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(TokenRequest.of("other"));
		awaitOutcome(token);
		assertThat(this.outcome).isCompletedWithValue("false true");
	}

	@Test
	void aListenerOfAFailureThatDoesNotReturnHoldsUpNobodyForLong() {
		credential(new DeviceCodeListener() {

			@Override
			public void onFailed(FailedEvent event) {
				neverReturn();
			}

		});
		this.fixture.transport.deviceCode().error("authorization_declined");
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(REQUEST);
		awaitEach(token);
		assertThat(token).isCompletedExceptionally();
	}

	@Test
	void aListenerOfTokensThatDoesNotReturnHoldsUpNobodyForLong() {
		credential(new DeviceCodeListener() {

			@Override
			public void onTokenAcquired(TokenAcquiredEvent event) {
				neverReturn();
			}

			@Override
			public void onAuthenticated(AuthenticatedEvent event) {
				neverReturn();
			}

		});
		this.fixture.transport.deviceCode().tokens("token-1", 3600);
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(REQUEST);
		awaitEach(token);
		assertThat(token.join().value()).isEqualTo("token-1");
	}

	@Test
	void aHandlerThatDoesNotReturnFromTheConfirmationHoldsUpNobodyForLong() {
		this.credential = this.fixture
			.credential((builder) -> builder.executor(this.executor).promptHandler(new DeviceCodePromptHandler() {

				@Override
				public void prompt(DeviceCodePrompt prompt) {
				}

				@Override
				public void authenticated(DeviceCodePrompt prompt, AuthenticationRecord authenticationRecord) {
					neverReturn();
				}

			}));
		this.fixture.transport.deviceCode().tokens("token-1", 3600);
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(REQUEST);
		awaitEach(token);
		assertThat(token.join().value()).isEqualTo("token-1");
	}

	@Test
	void aHandlerThatSignsOutIsNotInterruptedByThat() {
		this.credential = this.fixture
			.credential((builder) -> builder.executor(this.executor).promptHandler((prompt) -> use((credential) -> {
				credential.signOut();
				return "interrupted: " + Thread.currentThread().isInterrupted();
			})));
		this.fixture.transport.deviceCode();
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(REQUEST);
		awaitOutcome(token);
		assertThat(this.outcome).isCompletedWithValue("interrupted: false");
		assertThat(token).isCompletedExceptionally();
	}

	private void credential(DeviceCodeListener listener) {
		this.credential = this.fixture.credential((builder) -> builder.executor(this.executor).listener(listener));
	}

	// Once, so that a use that causes the same event again does not repeat itself
	private void use(Use use) {
		if (this.called.compareAndSet(false, true)) {
			try {
				this.outcome.complete(use.of(this.credential));
			}
			catch (RuntimeException ex) {
				this.outcome.complete(ex.toString());
			}
		}
	}

	private static void neverReturn() {
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void awaitOutcome(Future<?>... others) {
		List<Future<?>> all = new ArrayList<>(List.of(others));
		all.add(this.outcome);
		awaitEach(all.toArray(new Future<?>[0]));
	}

	private void awaitEach(Future<?>... futures) {
		Consumer<Duration> pass = (by) -> {
			this.time.advance(by);
			this.store.advance(by);
			this.store.tell();
		};
		Awaitility.await().atMost(PATIENCE).until(() -> {
			pass.accept(Duration.ofSeconds(1));
			return List.of(futures).stream().allMatch(Future::isDone);
		});
	}

	private interface Use {

		String of(DeviceCodeCredential credential);

	}

}
