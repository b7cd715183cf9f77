package io.github.azuredevicecode.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.AuthenticationRequiredException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.TokenRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * However many ask, the user is asked once, and all who wait get the one result.
 */
@Tag("contract-3.1")
class SingleFlightContractTests extends ContractFixture {

	private final CountDownLatch userAnswers = new CountDownLatch(1);

	// The prompt stays up until the test lets the user answer
	private DeviceCodeCredential.Builder heldAtThePrompt() {
		this.entra.untilUserAnswers(this.userAnswers);
		return credential().promptHandler(this.prompts);
	}

	@Test
	void scopesThatAreAskedForDuringTheSignInAreServedSilentlyAfterIt() {
		this.entra.deviceCode().token("first", 3600).token("second", 3600);
		try (DeviceCodeCredential credential = heldAtThePrompt().build()) {
			CompletableFuture<AccessToken> first = credential.getTokenAsync(TokenRequest.of("first"));
			this.prompts.await();
			CompletableFuture<AccessToken> second = credential.getTokenAsync(TokenRequest.of("second"));
			CompletableFuture<AccessToken> secondAgain = credential.getTokenAsync(TokenRequest.of("second"));
			this.userAnswers.countDown();
			assertThat(first.join().value()).isEqualTo("first");
			assertThat(second.join().value()).isEqualTo("second");
			assertThat(secondAgain.join()).isSameAs(second.join());
		}
		assertThat(this.prompts.prompts()).hasSize(1);
		assertThat(this.entra.deviceCodeRequests()).hasSize(1);
		assertThat(this.entra.refreshRequests()).singleElement()
			.satisfies((request) -> assertThat(request.form().get("scope")).contains("second"));
	}

	@Test
	void theOneFailureReachesAllWhoWaitAndTheNextCallBeginsAnew() {
		this.entra.deviceCode().tokenError("authorization_declined", "AADSTS70018: no");
		try (DeviceCodeCredential credential = heldAtThePrompt().build()) {
			List<CompletableFuture<AccessToken>> tokens = new ArrayList<>();
			tokens.add(credential.getTokenAsync(TokenRequest.of("scope")));
			this.prompts.await();
			tokens.add(credential.getTokenAsync(TokenRequest.of("scope")));
			this.userAnswers.countDown();
			for (CompletableFuture<AccessToken> token : tokens) {
				assertThatExceptionOfType(ExecutionException.class).isThrownBy(token::get)
					.withCauseInstanceOf(SignInDeclinedException.class);
			}
			this.entra.deviceCode().token("first", 3600);
			assertThat(credential.getToken("scope").value()).isEqualTo("first");
		}
		assertThat(this.prompts.prompts()).hasSize(2);
	}

	@Test
	void whoeverSignsInForTheSameRequestJoinsTheSignInThatIsUnderWay() throws Exception {
		this.entra.deviceCode().token("first", 3600);
		ExecutorService callers = Executors.newSingleThreadExecutor();
		try (DeviceCodeCredential credential = heldAtThePrompt().build()) {
			TokenRequest request = TokenRequest.of("scope");
			CompletableFuture<AccessToken> token = credential.getTokenAsync(request);
			this.prompts.await();
			CountDownLatch started = new CountDownLatch(1);
			AtomicReference<Thread> caller = new AtomicReference<>();
			Future<AuthenticationRecord> record = callers.submit(() -> {
				caller.set(Thread.currentThread());
				started.countDown();
				return credential.authenticate(request);
			});
			started.await();
			Awaitility.await().until(() -> caller.get().getState() == Thread.State.WAITING);
			this.userAnswers.countDown();
			assertThat(token.get().value()).isEqualTo("first");
			assertThat(record.get().username()).isEqualTo("ada@contoso.example");
		}
		finally {
			callers.shutdownNow();
		}
		assertThat(this.prompts.prompts()).hasSize(1);
	}

	@Test
	@Tag("contract-3.19")
	void oneWhoGivesUpHarmsNobodyAndTheLastOneEndsTheSignIn() {
		this.entra.deviceCodeThatIsNotPolled(900);
		try (DeviceCodeCredential credential = heldAtThePrompt().build()) {
			CompletableFuture<AccessToken> first = credential.getTokenAsync(TokenRequest.of("scope"));
			CompletableFuture<AccessToken> second = credential.getTokenAsync(TokenRequest.of("scope"));
			this.prompts.await();
			assertThat(first.cancel(true)).isTrue();
			assertThat(second).isNotDone();
			assertThat(credential.getTokenAsync(TokenRequest.of("scope"))).isNotDone()
				.satisfies((third) -> third.cancel(true));
			assertThat(second).isNotDone();
			second.cancel(true);
			this.entra.deviceCode().token("first", 3600);
			this.userAnswers.countDown();
			assertThat(credential.getToken("scope").value()).isEqualTo("first");
		}
		assertThat(this.prompts.prompts()).hasSize(2);
	}

	@Test
	@Tag("contract-3.19")
	void interruptingOneOfTwoLeavesTheOther() throws Exception {
		this.entra.deviceCode().token("first", 3600);
		AtomicReference<Throwable> failure = new AtomicReference<>();
		try (DeviceCodeCredential credential = heldAtThePrompt().build()) {
			CompletableFuture<AccessToken> token = credential.getTokenAsync(TokenRequest.of("scope"));
			this.prompts.await();
			Thread caller = new Thread(() -> {
				try {
					credential.getToken("scope");
				}
				catch (SignInCancelledException ex) {
					failure.set(ex);
				}
			});
			caller.start();
			Awaitility.await().until(() -> caller.getState() == Thread.State.WAITING);
			caller.interrupt();
			caller.join();
			assertThat(failure.get()).hasMessageContaining("interrupted")
				.hasCauseInstanceOf(InterruptedException.class);
			this.userAnswers.countDown();
			assertThat(token.get().value()).isEqualTo("first");
		}
		assertThat(this.prompts.prompts()).hasSize(1);
	}

	@Test
	void differentClaimsAreDifferentRequestsButOneSignIn() {
		this.entra.deviceCode().token("first", 3600).token("second", 3600);
		String claims = "{\"access_token\":{\"x\":null}}";
		try (DeviceCodeCredential credential = heldAtThePrompt().build()) {
			CompletableFuture<AccessToken> first = credential.getTokenAsync(TokenRequest.of("scope"));
			this.prompts.await();
			CompletableFuture<AccessToken> second = credential
				.getTokenAsync(TokenRequest.of("scope").withClaims(claims));
			this.userAnswers.countDown();
			assertThat(first.join().value()).isEqualTo("first");
			assertThat(second.join().value()).isEqualTo("second");
		}
		assertThat(this.prompts.prompts()).hasSize(1);
		assertThat(this.entra.refreshRequests()).singleElement()
			.satisfies((request) -> assertThat(request.form()).containsEntry("claims", claims));
	}

	@Test
	void whereAutomaticSignInIsDisabledNobodyWaits() {
		try (DeviceCodeCredential credential = heldAtThePrompt().disableAutomaticAuthentication(true).build()) {
			for (int i = 0; i < 3; i++) {
				CompletableFuture<AccessToken> token = credential.getTokenAsync(TokenRequest.of("scope"));
				assertThatExceptionOfType(ExecutionException.class).isThrownBy(token::get)
					.withCauseInstanceOf(AuthenticationRequiredException.class);
			}
		}
		assertThat(this.entra.requests()).isEmpty();
	}

}
