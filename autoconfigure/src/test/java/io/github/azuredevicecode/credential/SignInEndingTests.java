package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CredentialUnavailableException;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.SignInTimedOutException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every way a sign-in ends, on virtual time.
 */
@Tag("contract-1.4")
class SignInEndingTests {

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private final CredentialFixture fixture = new CredentialFixture();

	@ParameterizedTest
	@CsvSource({ "20,900,20", "1000,900,900" })
	void thePromptEndsWithTheCodeOrTheTimeoutWhicheverIsEarlier(int timeout, int lifetime, int end) {
		CredentialFixture fixture = new CredentialFixture();
		fixture.transport.deviceCode(5, lifetime);
		fixture.credential((builder) -> builder.timeout(Duration.ofSeconds(timeout)))
			.getTokenAsync(TokenRequest.of("scope"));
		assertThat(fixture.prompts).singleElement()
			.satisfies((prompt) -> assertThat(prompt.expiresAt()).isEqualTo(fixture.time.instant().plusSeconds(end)));
	}

	@Test
	void theUserDeclines() {
		this.fixture.transport.deviceCode().error("authorization_declined");
		CompletableFuture<AccessToken> token = this.fixture.credential().getTokenAsync(REQUEST);
		poll();
		endsWith(token, SignInDeclinedException.class);
	}

	@Test
	void theServiceSaysThatTheCodeHasExpired() {
		this.fixture.transport.deviceCode().error("expired_token");
		CompletableFuture<AccessToken> token = this.fixture.credential().getTokenAsync(REQUEST);
		poll();
		endsWith(token, SignInTimedOutException.class);
	}

	@Test
	void theTimeoutIsOver() {
		this.fixture.transport.deviceCode().pending();
		CompletableFuture<AccessToken> token = this.fixture
			.credential((builder) -> builder.timeout(Duration.ofSeconds(7)))
			.getTokenAsync(REQUEST);
		this.fixture.time.advance(Duration.ofMillis(6_999));
		assertThat(token).isNotDone();
		this.fixture.time.advance(Duration.ofMillis(1));
		endsWith(token, SignInTimedOutException.class);
		assertThat(this.fixture.failures.get(0)).hasMessageContaining("azure.identity.device-code.timeout");
	}

	@Test
	void theLastProblemIsToldWhenTheCodeExpires() {
		this.fixture.transport.deviceCode(5, 8).answer(503, "<html>");
		CompletableFuture<AccessToken> token = this.fixture.credential().getTokenAsync(REQUEST);
		this.fixture.time.advance(Duration.ofSeconds(8));
		endsWith(token, SignInTimedOutException.class);
		assertThat(this.fixture.failures.get(0)).hasMessageContaining("The last poll brought")
			.hasMessageContaining("503");
	}

	@Test
	void theOnlyWaiterGivesUpWhileTheCodeIsAskedFor() {
		CompletableFuture<EntraResponse> asked = new CompletableFuture<>();
		this.fixture.transport.answer(asked);
		CompletableFuture<AccessToken> token = this.fixture.credential().getTokenAsync(REQUEST);
		token.cancel(true);
		assertThat(asked).isCancelled();
		assertThat(this.fixture.prompts).isEmpty();
		assertThat(this.fixture.failures).singleElement().isInstanceOf(SignInCancelledException.class);
	}

	@Test
	void theOnlyWaiterGivesUpDuringAPoll() {
		CompletableFuture<EntraResponse> polled = new CompletableFuture<>();
		this.fixture.transport.deviceCode().answer(polled);
		CompletableFuture<AccessToken> token = this.fixture.credential().getTokenAsync(REQUEST);
		poll();
		token.cancel(true);
		assertThat(polled).isCancelled();
		assertThat(this.fixture.failures).singleElement().isInstanceOf(SignInCancelledException.class);
	}

	@Test
	void theOnlyWaiterGivesUpDuringASilentRefresh() {
		DefaultDeviceCodeCredential credential = signedIn();
		CompletableFuture<EntraResponse> refreshed = new CompletableFuture<>();
		this.fixture.transport.answer(refreshed);
		CompletableFuture<AccessToken> token = credential.getTokenAsync(TokenRequest.of("other"));
		token.cancel(true);
		assertThat(refreshed).isCancelled();
		assertThat(this.fixture.failures).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aSignOutOrACloseEndsItForAll(boolean close) {
		this.fixture.transport.deviceCode();
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		CompletableFuture<AccessToken> first = credential.getTokenAsync(REQUEST);
		CompletableFuture<AccessToken> second = credential.getTokenAsync(TokenRequest.of("other"));
		if (close) {
			credential.close();
		}
		else {
			credential.signOut();
		}
		endsWith(first, SignInCancelledException.class);
		endsWith(second, SignInCancelledException.class);
		poll();
		assertThat(this.fixture.transport.requestsTo("token")).isEmpty();
		assertThat(this.fixture.transport.isClosed()).isEqualTo(close);
	}

	@Test
	void anAnswerThatArrivesAfterASignOutIsDropped() {
		CompletableFuture<EntraResponse> polled = new CompletableFuture<>();
		this.fixture.transport.deviceCode().answer(polled);
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		poll();
		credential.signOut();
		polled.complete(new EntraResponse(200, Map.of(),
				ScriptedTransport.tokenBody("late", 3600, "ada@contoso.example", "oid-ada")));
		endsWith(token, SignInCancelledException.class);
		assertThat(credential.authenticationRecord()).isEmpty();
		assertThat(this.fixture.authenticated).isEmpty();
	}

	@Test
	void whoSignsInExplicitlyWaitsForAnotherSignInAndThenAsksAnew() throws Exception {
		this.fixture.transport.deviceCode();
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		AtomicReference<AuthenticationRecord> record = new AtomicReference<>();
		Thread caller = new Thread(() -> record.set(credential.authenticate(TokenRequest.of("other"))));
		caller.start();
		Awaitility.await().until(() -> caller.getState() == Thread.State.WAITING);
		this.fixture.transport.tokens("token-1", 3600).deviceCode().tokens("token-2", 3600);
		poll();
		assertThat(token).isCompleted();
		Awaitility.await().until(() -> this.fixture.prompts.size() == 2);
		Awaitility.await().until(() -> this.fixture.time.pending() > 0);
		poll();
		caller.join();
		assertThat(record.get()).isEqualTo(credential.authenticationRecord().orElseThrow());
		assertThat(credential.getToken("other").value()).isEqualTo("token-2");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCallerWhoIsInterruptedEndsItAndStaysInterrupted(boolean explicitly) throws Exception {
		CountDownLatch prompted = new CountDownLatch(1);
		this.fixture.transport.deviceCode();
		DefaultDeviceCodeCredential credential = this.fixture
			.credential((builder) -> builder.promptHandler((prompt) -> prompted.countDown()));
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Thread caller = new Thread(() -> {
			try {
				if (explicitly) {
					credential.authenticate(REQUEST);
				}
				else {
					credential.getToken(REQUEST);
				}
			}
			catch (SignInCancelledException ex) {
				failure.set(Thread.currentThread().isInterrupted() ? ex : null);
			}
		});
		caller.start();
		prompted.await();
		caller.interrupt();
		caller.join();
		assertThat(failure.get()).isInstanceOf(SignInCancelledException.class);
		assertThat(this.fixture.failures).singleElement().isInstanceOf(SignInCancelledException.class);
	}

	@Test
	void anExecutorThatIsShutDownDuringAnIntervalEndsIt() {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		this.fixture.transport.deviceCode();
		DefaultDeviceCodeCredential credential = this.fixture.credential((builder) -> builder.executor(executor));
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		Awaitility.await().until(() -> this.fixture.time.pending() > 0);
		executor.shutdownNow();
		poll();
		endsWith(token, SignInCancelledException.class);
		assertThatExceptionOfType(CredentialUnavailableException.class)
			.isThrownBy(() -> credential.authenticate(REQUEST));
	}

	@Test
	void afterTheCloseNothingBegins() {
		DefaultDeviceCodeCredential credential = signedIn();
		credential.close();
		assertThat(credential.getToken(REQUEST).value()).isEqualTo("token-1");
		assertThatExceptionOfType(CredentialUnavailableException.class)
			.isThrownBy(() -> credential.getToken("another"));
		assertThatExceptionOfType(CredentialUnavailableException.class)
			.isThrownBy(() -> credential.authenticate(REQUEST));
		assertThat(credential.getTokenAsync(TokenRequest.of("another"))).isCompletedExceptionally();
		assertThat(this.fixture.prompts).hasSize(1);
	}

	private DefaultDeviceCodeCredential signedIn() {
		this.fixture.transport.deviceCode().tokens("token-1", 3600);
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		credential.getTokenAsync(REQUEST);
		poll();
		return credential;
	}

	private void poll() {
		this.fixture.time.advance(Duration.ofSeconds(5));
	}

	private void endsWith(CompletableFuture<?> waiter, Class<? extends Throwable> type) {
		assertThat(waiter).isCompletedExceptionally();
		Throwable failure = waiter.handle((value, ex) -> ex).join();
		assertThat(failure).isInstanceOf(type);
		assertThat(this.fixture.failures).singleElement().isInstanceOf(type);
	}

}
