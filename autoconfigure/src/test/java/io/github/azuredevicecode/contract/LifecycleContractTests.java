package io.github.azuredevicecode.contract;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.CredentialUnavailableException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Closing, signing out and cancelling.
 */
@Tag("contract-1.12")
class LifecycleContractTests extends ContractFixture {

	@Test
	void afterTheCloseHeldTokensAreServedAndNothingElseIs() {
		this.entra.deviceCode().token("first", 3600);
		DeviceCodeCredential credential = credential().build();
		AccessToken token = credential.getToken("scope");
		credential.close();
		assertThat(credential.getToken("scope")).isSameAs(token);
		assertThat(credential.authenticationRecord()).isPresent();
		assertThatExceptionOfType(CredentialUnavailableException.class).isThrownBy(() -> credential.getToken("other"))
			.withMessageContaining("closed");
		assertThat(credential.getTokenAsync(TokenRequest.of("other"))).isCompletedExceptionally();
		assertThatExceptionOfType(CredentialUnavailableException.class)
			.isThrownBy(() -> credential.authenticate(TokenRequest.of("scope")));
		assertThat(this.entra.requests()).hasSize(2);
	}

	@Test
	void closingTwiceOrUnusedDoesNothing() {
		DeviceCodeCredential credential = credential().build();
		credential.close();
		assertThatCode(credential::close).doesNotThrowAnyException();
		assertThatCode(credential::signOut).doesNotThrowAnyException();
		assertThat(this.entra.requests()).isEmpty();
	}

	@Test
	void theCloseInterruptsAHandlerThatIsStillShowingThePrompt() throws Exception {
		this.entra.deviceCode();
		CountDownLatch shown = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		// The shutdown of an executor of its own would interrupt the handler anyway
		ExecutorService executor = Executors.newCachedThreadPool();
		try {
			DeviceCodeCredential credential = credential().executor(executor).promptHandler((prompt) -> {
				shown.countDown();
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					interrupted.countDown();
				}
			}).build();
			CompletableFuture<AccessToken> token = credential.getTokenAsync(TokenRequest.of("scope"));
			assertThat(shown.await(30, TimeUnit.SECONDS)).isTrue();
			credential.close();
			assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(token.handle((value, failure) -> failure).get()).isInstanceOf(SignInCancelledException.class);
			assertThat(this.entra.tokenRequests()).isEmpty();
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void theCallersExecutorIsUsedAndNotShutDown() {
		ExecutorService executor = Executors.newCachedThreadPool((task) -> new Thread(task, "of-the-caller"));
		try {
			this.entra.deviceCode().token("first", 3600);
			CompletableFuture<String> thread = new CompletableFuture<>();
			try (DeviceCodeCredential credential = credential().executor(executor)
				.promptHandler((prompt) -> thread.complete(Thread.currentThread().getName()))
				.build()) {
				credential.getToken("scope");
			}
			assertThat(thread).isCompletedWithValue("of-the-caller");
			assertThat(executor.isShutdown()).isFalse();
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void anExecutorThatWasShutDownIsAnErrorAndNoHang() {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		executor.shutdownNow();
		try (DeviceCodeCredential credential = credential().executor(executor).build()) {
			assertThatExceptionOfType(CredentialUnavailableException.class)
				.isThrownBy(() -> credential.getToken("scope"));
		}
	}

	@Test
	void afterASignOutTheUserIsPromptedAgainAndNoOldRefreshTokenIsSent() {
		this.entra.deviceCode().token("first", 3600).deviceCode().token("second", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken("scope");
			credential.signOut();
			assertThat(credential.authenticationRecord()).isEmpty();
			assertThat(credential.getToken("scope").value()).isEqualTo("second");
			assertThat(credential.authenticationRecord()).isPresent();
		}
		assertThat(this.entra.refreshRequests()).isEmpty();
		assertThat(this.prompts.prompts()).hasSize(2);
	}

	@Test
	void aSignOutForgetsBothModesAndAllTenants() {
		this.entra.deviceCode().token("a", 3600).deviceCode().token("b", 3600).token("c", 3600);
		try (DeviceCodeCredential credential = credential().build()) {
			credential.getToken("scope");
			credential.getToken(TokenRequest.of("scope").withCae(true));
			credential.getToken(TokenRequest.of("scope").withTenantId("other"));
			credential.signOut();
			for (TokenRequest request : new TokenRequest[] { TokenRequest.of("scope"),
					TokenRequest.of("scope").withCae(true), TokenRequest.of("scope").withTenantId("other") }) {
				this.entra.onDeviceCode(ScriptedEntra.error("invalid_request", "stop"));
				assertThat(credential.getTokenAsync(request).handle((token, failure) -> token).join()).isNull();
			}
		}
		assertThat(this.entra.deviceCodeRequests()).hasSize(5);
	}

	@Test
	@Tag("contract-3.19")
	void aSignInThatWasCancelledIsPolledNoMoreAndTheNextOneIsFree() {
		this.entra.deviceCodeThatIsNotPolled(900);
		try (DeviceCodeCredential credential = credential().build()) {
			CompletableFuture<AccessToken> token = credential.getTokenAsync(TokenRequest.of("scope"));
			this.prompts.await();
			token.cancel(true);
			this.entra.deviceCode().token("second", 3600);
			assertThat(credential.getToken("scope").value()).isEqualTo("second");
		}
		assertThat(this.entra.tokenRequests()).hasSize(1);
	}

	@Test
	@Tag("contract-3.19")
	void aCallerWhoIsInterruptedAlreadyDoesNotWait() throws Exception {
		this.entra.deviceCodeThatIsNotPolled(900);
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
		try (DeviceCodeCredential credential = credential().build()) {
			CompletableFuture<AccessToken> other = credential.getTokenAsync(TokenRequest.of("scope"));
			this.prompts.await();
			Thread caller = new Thread(() -> {
				Thread.currentThread().interrupt();
				try {
					credential.getToken("scope");
				}
				catch (SignInCancelledException ex) {
					failure.complete(ex);
				}
				stillInterrupted.complete(Thread.currentThread().isInterrupted());
			});
			caller.start();
			assertThat(failure.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
			assertThat(stillInterrupted.get(30, TimeUnit.SECONDS)).isTrue();
			assertThat(other).isNotDone();
		}
	}

	@Test
	@Tag("contract-1.13")
	void theCredentialsStringFormShowsNothingOfTheUser() {
		try (DeviceCodeCredential credential = signedIn()) {
			assertThat(credential.toString()).contains(ScriptedEntra.CLIENT_ID, this.entra.authority())
				.doesNotContain("ada")
				.doesNotContain("first");
		}
	}

}
