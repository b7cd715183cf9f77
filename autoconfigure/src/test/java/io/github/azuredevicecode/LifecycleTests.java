package io.github.azuredevicecode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import io.github.azuredevicecode.testsupport.ScriptedEntra;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A credential from its first token to its end, over real sockets and with real threads.
 */
@Tag("contract-1.12")
class LifecycleTests {

	private static final int CALLERS = 64;

	private final CountDownLatch prompted = new CountDownLatch(1);

	@Test
	void manyCallersGetTheOneTokenOfTheOnePrompt() throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
		try (ScriptedEntra entra = new ScriptedEntra();
				DeviceCodeCredential credential = entra.deviceCode().token("token-1", 3600).credential().build()) {
			List<Future<String>> tokens = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				tokens.add(callers.submit(() -> credential.getToken("scope").value()));
			}
			for (Future<String> token : tokens) {
				assertThat(token.get()).isEqualTo("token-1");
			}
			assertThat(entra.deviceCodeRequests()).hasSize(1);
			assertThat(entra.tokenRequests()).hasSize(1);
		}
		finally {
			callers.shutdownNow();
		}
	}

	@Test
	void manyCallersOfAnExpiredTokenCauseOneRefresh() throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
		try (ScriptedEntra entra = new ScriptedEntra();
				DeviceCodeCredential credential = entra.deviceCode().token("token-1", 1).credential().build()) {
			AccessToken first = credential.getToken("scope");
			Awaitility.await().until(() -> !Instant.now().isBefore(first.expiresAt()));
			entra.token("token-2", 3600);
			List<Future<String>> tokens = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				tokens.add(callers.submit(() -> credential.getToken("scope").value()));
			}
			for (Future<String> token : tokens) {
				assertThat(token.get()).isEqualTo("token-2");
			}
			assertThat(entra.refreshRequests()).hasSize(1);
		}
		finally {
			callers.shutdownNow();
		}
	}

	@Test
	void aSignInSurvivesWhatKillsOthers() {
		try (ScriptedEntra entra = new ScriptedEntra()) {
			entra.deviceCode()
				.onToken(ScriptedEntra.json(400, "{\"error\":\"authorization_pending\"}"))
				.onToken(ScriptedEntra.reset())
				.token("token-1", 3600);
			try (DeviceCodeCredential credential = entra.credential().build()) {
				assertThat(credential.getToken("scope").value()).isEqualTo("token-1");
			}
			assertThat(entra.deviceCodeRequests()).hasSize(1);
		}
	}

	@Test
	void theRefreshGoesToThePortOfTheAuthority() {
		try (ScriptedEntra entra = new ScriptedEntra();
				DeviceCodeCredential credential = entra.deviceCode().token("token-1", 3600).credential().build()) {
			credential.getToken("scope");
			entra.token("token-2", 3600);
			assertThat(credential.getToken("other").value()).isEqualTo("token-2");
			ScriptedEntra.Request refresh = entra.refreshRequests().get(0);
			assertThat(refresh.path()).isEqualTo("/organizations/oauth2/v2.0/token");
			assertThat(refresh.form()).containsEntry("client_id", ScriptedEntra.CLIENT_ID)
				.containsEntry("refresh_token", "refresh-of-token-1")
				.containsEntry("client_info", "1");
			assertThat(refresh.headers().get("user-agent")).startsWith("azure-device-code-spring-boot");
		}
	}

	@Test
	void declinedAndExpiredAreToldApart() {
		try (ScriptedEntra entra = new ScriptedEntra(); DeviceCodeCredential credential = entra.credential().build()) {
			entra.deviceCode().tokenError("authorization_declined", "AADSTS70000: The user declined.");
			assertThatExceptionOfType(SignInDeclinedException.class).isThrownBy(() -> credential.getToken("scope"))
				.withMessage("Authentication failed: AADSTS70000: The user declined.");
			entra.deviceCode().tokenError("expired_token", "AADSTS70020: The code has expired.");
			assertThatExceptionOfType(SignInTimedOutException.class).isThrownBy(() -> credential.getToken("scope"))
				.withMessageStartingWith("Timed out waiting for user to authenticate")
				.satisfies((ex) -> assertThat(ex.isCodeExpired()).isTrue());
			entra.deviceCodeThatIsNotPolled(1);
			assertThatExceptionOfType(SignInTimedOutException.class).isThrownBy(() -> credential.getToken("scope"))
				.withMessageContaining("Conditional Access")
				.satisfies((ex) -> assertThat(ex.getAdvice()).contains("administrator can exclude the application",
						"sign-in log of Entra", "ManagedIdentityCredential"));
		}
	}

	@Test
	void theTimeoutEndsAnAttempt() {
		try (ScriptedEntra entra = new ScriptedEntra();
				DeviceCodeCredential credential = entra.deviceCodeThatIsNotPolled(900)
					.credential()
					.timeout(Duration.ofMillis(200))
					.build()) {
			assertThatExceptionOfType(SignInTimedOutException.class).isThrownBy(() -> credential.getToken("scope"))
				.withMessageContaining("azure.identity.device-code.timeout")
				.satisfies((ex) -> assertThat(ex.isCodeExpired()).isFalse());
		}
	}

	@Test
	void authenticateAlwaysAsksAndARecordNarrowsTheLogin() {
		try (ScriptedEntra entra = new ScriptedEntra();
				DeviceCodeCredential credential = entra.credential().disableAutomaticAuthentication(true).build()) {
			entra.deviceCode().token("token-1", 3600).deviceCode().token("token-2", 3600);
			assertThatExceptionOfType(AuthenticationRequiredException.class)
				.isThrownBy(() -> credential.getToken("scope"));
			AuthenticationRecord record = credential.authenticate(TokenRequest.of("scope"));
			assertThat(credential.getToken("scope").value()).isEqualTo("token-1");
			assertThat(credential.authenticate(TokenRequest.of("scope"))).isEqualTo(record);
			assertThat(credential.getToken("scope").value()).isEqualTo("token-2");
			assertThat(entra.deviceCodeRequests()).hasSize(2);
			assertThat(AuthenticationRecord.deserialize(record.serialize())).isEqualTo(record);
			assertThat(record.authority()).isEqualTo(entra.authority().substring("https://".length()));
			assertThatExceptionOfType(CredentialUnavailableException.class).isThrownBy(() -> credential.authenticate())
				.withMessageContaining("requires a value for the 'scopes'");
			try (DeviceCodeCredential next = entra.credential()
				.authenticationRecord(record)
				.disableAutomaticAuthentication(true)
				.build()) {
				assertThat(next.authenticationRecord()).contains(record);
				assertThatExceptionOfType(AuthenticationRequiredException.class)
					.isThrownBy(() -> next.getToken("scope"));
			}
		}
	}

	@Test
	void interruptingTheOnlyCallerCancelsTheSignIn() throws Exception {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		CountDownLatch failed = new CountDownLatch(1);
		try (ScriptedEntra entra = new ScriptedEntra();
				DeviceCodeCredential credential = pending(entra, new DeviceCodeListener() {

					@Override
					public void onFailed(FailedEvent event) {
						failure.set(event.exception());
						failed.countDown();
					}

				})) {
			Thread caller = new Thread(() -> {
				assertThatExceptionOfType(SignInCancelledException.class)
					.isThrownBy(() -> credential.getToken("scope"));
				assertThat(Thread.currentThread().isInterrupted()).isTrue();
			});
			caller.start();
			this.prompted.await();
			caller.interrupt();
			caller.join();
			failed.await();
			assertThat(failure.get()).isInstanceOf(SignInCancelledException.class);
		}
	}

	@Test
	void closeEndsASignInAndLeavesNoThread() throws Exception {
		Set<Thread> before = threads();
		try (ScriptedEntra entra = new ScriptedEntra()) {
			DeviceCodeCredential credential = pending(entra, new DeviceCodeListener() {
			});
			CompletableFuture<AccessToken> token = credential.getTokenAsync(TokenRequest.of("scope"));
			this.prompted.await();
			credential.close();
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(token::get)
				.withCauseInstanceOf(SignInCancelledException.class);
		}
		// Before Java 21 the one thread of the JDK's HTTP client ends when the client is
		// collected
		Awaitility.await().until(() -> {
			System.gc();
			return threads().stream()
				.filter((thread) -> !before.contains(thread))
				.noneMatch((thread) -> thread.getName().startsWith("device-code")
						|| thread.getName().startsWith("HttpClient"));
		});
	}

	@Test
	void signOutCancelsAPendingSignIn() throws Exception {
		try (ScriptedEntra entra = new ScriptedEntra();
				DeviceCodeCredential credential = pending(entra, new DeviceCodeListener() {
				})) {
			CompletableFuture<AccessToken> token = credential.getTokenAsync(TokenRequest.of("scope"));
			this.prompted.await();
			credential.signOut();
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(token::get)
				.withCauseInstanceOf(SignInCancelledException.class);
		}
	}

	private DeviceCodeCredential pending(ScriptedEntra entra, DeviceCodeListener listener) {
		entra.deviceCodeThatIsNotPolled(900);
		return entra.credential().listener(listener).promptHandler((prompt) -> this.prompted.countDown()).build();
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces().keySet().stream().collect(Collectors.toSet());
	}

}
