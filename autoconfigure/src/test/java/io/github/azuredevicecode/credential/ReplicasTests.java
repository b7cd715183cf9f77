package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.SignInTimedOutException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two replicas on one store, on virtual time.
 */
@Tag("contract-1.11")
@ExtendWith(OutputCaptureExtension.class)
class ReplicasTests {

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private final SharedStore store = new SharedStore();

	private final Replica first = new Replica(this.store);

	private final Replica second = new Replica(this.store);

	@Test
	void bothShowTheOneCodeAndOneOfThemPolls() {
		this.first.transport().deviceCode();
		CompletableFuture<AccessToken> one = this.first.token();
		CompletableFuture<AccessToken> two = this.second.token();
		assertThat(this.second.fixture.prompts).singleElement().satisfies((prompt) -> {
			assertThat(prompt.userCode()).isEqualTo("USERCODE1");
			assertThat(prompt.attemptId()).isEqualTo(this.first.fixture.prompts.get(0).attemptId());
		});
		this.first.transport().pending();
		advance();
		this.first.transport().tokens("token-1", 3600);
		advance();
		assertThat(one).isCompleted();
		advance();
		assertThat(two.join().value()).isEqualTo("token-1");
		assertThat(this.first.transport().requests()).hasSize(3);
		assertThat(this.second.transport().requests()).isEmpty();
		assertThat(this.second.credential.authenticationRecord())
			.isEqualTo(this.first.credential.authenticationRecord());
		assertThat(this.second.fixture.authenticated).hasSize(1);
	}

	@Test
	void theOtherHasTheTokenAsSoonAsItHearsOfIt() {
		this.first.transport().deviceCode().tokens("token-1", 3600);
		this.first.token();
		CompletableFuture<AccessToken> two = this.second.token();
		this.first.fixture.time.advance(INTERVAL);
		assertThat(two).isNotDone();
		this.store.tell();
		assertThat(two.join().value()).isEqualTo("token-1");
	}

	@Test
	void cancellingEndsTheSignInOfAll() {
		this.first.transport().deviceCode();
		CompletableFuture<AccessToken> one = this.first.token();
		CompletableFuture<AccessToken> two = this.second.token();
		assertThat(this.second.credential.cancelSignIn()).isTrue();
		this.store.tell();
		assertThat(one).isCompletedExceptionally();
		assertThat(two).isCompletedExceptionally();
	}

	@Test
	void allShowTheNewCodeThatOneHasAskedFor() {
		this.first.transport().deviceCode(1, 5, 900);
		CompletableFuture<AccessToken> one = this.first.token();
		CompletableFuture<AccessToken> two = this.second.token();
		this.second.transport().deviceCode(2, 5, 900).tokens("token-2", 3600);
		assertThat(this.second.credential.renewUserCode()).isTrue();
		this.store.tell();
		assertThat(this.first.fixture.prompts).extracting(DeviceCodePrompt::userCode)
			.containsExactly("USERCODE1", "USERCODE2");
		assertThat(this.second.fixture.prompts).extracting(DeviceCodePrompt::userCode)
			.containsExactly("USERCODE1", "USERCODE2");
		advance();
		advance();
		assertThat(two.join().value()).isEqualTo("token-2");
		assertThat(one.join().value()).isEqualTo("token-2");
		assertThat(this.first.transport().requestsTo("token")).isEmpty();
	}

	@Test
	void whoHasAskedForANewCodeDoesNotGoBackToTheOldThatOthersShow() {
		this.first.transport().deviceCode(1, 5, 900);
		this.first.token();
		this.second.token();
		this.second.transport().deviceCode(2, 5, 900);
		this.store.lookBeforeReplace();
		assertThat(this.second.credential.renewUserCode()).isTrue();
		assertThat(this.second.fixture.prompts).extracting(DeviceCodePrompt::userCode)
			.containsExactly("USERCODE1", "USERCODE2");
	}

	@Test
	void aNewCodeIsFoundWithoutHearingOfIt() {
		this.first.transport().deviceCode(1, 5, 900);
		this.first.token();
		this.second.token();
		this.second.transport().deviceCode(2, 5, 900).pending();
		this.second.credential.renewUserCode();
		advance();
		assertThat(this.first.fixture.prompts).extracting(DeviceCodePrompt::userCode)
			.containsExactly("USERCODE1", "USERCODE2");
	}

	@Test
	void aReplicaThatAsksForNothingShowsTheCodeToo() {
		signIn();
		this.second.token();
		this.first.credential.signOut();
		this.store.tell();
		this.first.transport().deviceCode();
		this.first.token();
		assertThat(this.second.fixture.prompts).isEmpty();
		this.store.tell();
		assertThat(this.second.fixture.prompts).hasSize(1);
	}

	@Test
	void whenTheOwnerDiesTheOtherGoesOnWithTheSameCode() {
		this.first.transport().deviceCode();
		this.first.token();
		CompletableFuture<AccessToken> two = this.second.token();
		// Of the first nothing is heard any more
		this.second.transport().tokens("token-1", 3600);
		for (int seconds = 0; seconds < 30; seconds += 5) {
			assertThat(this.second.transport().requests()).isEmpty();
			this.store.advance(INTERVAL);
			this.second.fixture.time.advance(INTERVAL);
		}
		assertThat(two.join().value()).isEqualTo("token-1");
		assertThat(this.second.transport().requests()).singleElement()
			.satisfies((request) -> assertThat(request.form()).containsEntry("device_code", "device-code-1"));
	}

	@Test
	void anOwnerThatWasPausedFindsThatTheOtherWasFaster() {
		whenTheOwnerDiesTheOtherGoesOnWithTheSameCode();
		CompletableFuture<AccessToken> one = this.first.token();
		this.first.transport().error("invalid_grant");
		this.first.fixture.time.advance(INTERVAL);
		assertThat(one.join().value()).isEqualTo("token-1");
		assertThat(this.first.transport().requestsTo("token")).isEmpty();
	}

	@Test
	void anAnswerThatAPausedOwnerStillGetsIsNoFailure() {
		this.first.transport().deviceCode();
		CompletableFuture<AccessToken> one = this.first.token();
		CompletableFuture<EntraResponse> slow = new CompletableFuture<>();
		this.first.transport().answer(slow);
		this.first.fixture.time.advance(INTERVAL);
		CompletableFuture<AccessToken> two = this.second.token();
		this.store.advance(Duration.ofSeconds(30));
		this.second.transport().tokens("token-1", 3600);
		this.second.fixture.time.advance(INTERVAL);
		assertThat(two).isCompleted();
		slow.complete(new EntraResponse(400, Map.of(),
				"{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS70000: redeemed already\"}"));
		assertThat(one.join().value()).isEqualTo("token-1");
		assertThat(this.first.fixture.failures).isEmpty();
	}

	@Test
	void tokensThatAPausedOwnerBringsTooLateDoNotReplaceTheLogin() {
		this.first.transport().deviceCode();
		CompletableFuture<AccessToken> one = this.first.token();
		CompletableFuture<EntraResponse> slow = new CompletableFuture<>();
		this.first.transport().answer(slow);
		this.first.fixture.time.advance(INTERVAL);
		this.second.token();
		this.second.credential.signOut();
		slow.complete(new EntraResponse(200, Map.of(),
				ScriptedTransport.tokenBody("late", 3600, "ada@contoso.example", "oid-ada")));
		assertThat(one).isCompletedExceptionally();
		assertThat(this.first.credential.authenticationRecord()).isEmpty();
	}

	@Test
	void anOwnerThatClosesHandsTheCodeOnAtOnce() {
		this.first.transport().deviceCode();
		this.first.token();
		CompletableFuture<AccessToken> two = this.second.token();
		this.first.credential.close();
		this.second.transport().tokens("token-1", 3600);
		this.second.fixture.time.advance(INTERVAL);
		assertThat(two.join().value()).isEqualTo("token-1");
	}

	@Test
	void aProcessThatStartsAnewShowsTheCodeThatIsStillValid() {
		this.first.transport().deviceCode();
		this.first.token();
		this.first.credential.close();
		Replica restarted = new Replica(this.store);
		CompletableFuture<AccessToken> token = restarted.token();
		assertThat(restarted.fixture.prompts).singleElement()
			.satisfies((prompt) -> assertThat(prompt.userCode()).isEqualTo("USERCODE1"));
		restarted.transport().tokens("token-1", 3600);
		restarted.fixture.time.advance(INTERVAL);
		assertThat(token).isCompleted();
	}

	@Test
	void aCodeThatHasExpiredIsNotShownAgain() {
		this.first.transport().deviceCode();
		this.first.token();
		this.first.credential.close();
		this.store.advance(Duration.ofSeconds(900));
		this.second.transport().deviceCode();
		this.second.token();
		assertThat(this.second.transport().requestsTo("devicecode")).hasSize(1);
	}

	@Test
	void whoSeesACodeExpireLeavesTheLastAnswerToTheOneThatPolls() {
		CompletableFuture<EntraResponse> last = new CompletableFuture<>();
		this.first.transport().deviceCode(5, 7).answer(last);
		CompletableFuture<AccessToken> one = this.first.token();
		CompletableFuture<AccessToken> two = this.second.token();
		this.first.fixture.time.advance(INTERVAL);
		this.store.advance(Duration.ofSeconds(8));
		this.second.fixture.time.advance(Duration.ofSeconds(8));
		assertThat(two).isNotDone();
		CompletableFuture<AccessToken> three = new Replica(this.store).token();
		last.complete(new EntraResponse(200, Map.of(),
				ScriptedTransport.tokenBody("token-1", 3600, "ada@contoso.example", "oid-ada")));
		assertThat(one.join().value()).isEqualTo("token-1");
		advance();
		assertThat(two.join().value()).isEqualTo("token-1");
		assertThat(three).isNotCompletedExceptionally();
	}

	@Test
	void whoSeesACodeExpireDoesNotWaitForeverForTheOneThatPolls() {
		this.first.transport().deviceCode(5, 7).answer(new CompletableFuture<>());
		this.first.token();
		CompletableFuture<AccessToken> two = this.second.token();
		this.first.fixture.time.advance(INTERVAL);
		for (int i = 0; i < 9; i++) {
			this.store.advance(INTERVAL);
			this.second.fixture.time.advance(INTERVAL);
		}
		assertThatExceptionOfType(CompletionException.class).isThrownBy(two::join)
			.withCauseInstanceOf(SignInTimedOutException.class);
	}

	@Test
	void allAreToldThatTheCodeHasExpired() {
		this.first.transport().deviceCode(5, 7).pending();
		CompletableFuture<AccessToken> one = this.first.token();
		CompletableFuture<AccessToken> two = this.second.token();
		advance();
		advance();
		advance();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(one::join)
			.withCauseInstanceOf(SignInTimedOutException.class);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(two::join)
			.withCauseInstanceOf(SignInTimedOutException.class);
	}

	@Test
	void whoCannotGetACodeLetsTheOthersTry() {
		this.first.transport().answer(500, "<html>");
		assertThat(this.first.token()).isCompletedExceptionally();
		this.second.transport().deviceCode();
		this.second.token();
		assertThat(this.second.fixture.prompts).hasSize(1);
	}

	@Test
	void whileOneAsksForTheCodeTheOtherWaits() {
		CompletableFuture<EntraResponse> slow = new CompletableFuture<>();
		this.first.transport().answer(slow);
		this.first.token();
		CompletableFuture<AccessToken> two = this.second.token();
		this.second.fixture.time.advance(Duration.ofSeconds(3));
		assertThat(this.second.transport().requests()).isEmpty();
		slow.complete(new EntraResponse(200, Map.of(),
				"""
						{"device_code":"device-code","user_code":"USERCODE1","verification_uri":"https://microsoft.com/devicelogin",
						"expires_in":900,"interval":5,"message":"To sign in"}"""));
		this.second.fixture.time.advance(Duration.ofSeconds(1));
		assertThat(this.second.fixture.prompts).hasSize(1);
		assertThat(two).isNotDone();
	}

	@Test
	void whoAsksForTheCodeTooLongShowsTheCodeOfTheOther() {
		CompletableFuture<EntraResponse> slow = new CompletableFuture<>();
		this.first.transport().answer(slow);
		CompletableFuture<AccessToken> one = this.first.token();
		this.store.advance(Duration.ofSeconds(30));
		this.second.transport().deviceCode();
		CompletableFuture<AccessToken> two = this.second.token();
		slow.complete(new EntraResponse(200, Map.of(), """
				{"device_code":"late","user_code":"LATECODE1","verification_uri":"https://microsoft.com/devicelogin",
				"expires_in":900,"interval":5,"message":"To sign in"}"""));
		assertThat(this.first.fixture.prompts).singleElement()
			.satisfies((prompt) -> assertThat(prompt.userCode()).isEqualTo("USERCODE1"));
		this.second.transport().tokens("token-1", 3600);
		advance();
		advance();
		assertThat(two.join().value()).isEqualTo("token-1");
		assertThat(one.join().value()).isEqualTo("token-1");
		assertThat(this.first.fixture.failures).isEmpty();
	}

	@Test
	void aUserWhoDeclinesDeclinesForAll() {
		this.first.transport().deviceCode().error("authorization_declined");
		this.first.token();
		CompletableFuture<AccessToken> two = this.second.token();
		advance();
		assertThat(this.first.fixture.failures).singleElement().isInstanceOf(SignInDeclinedException.class);
		this.store.tell();
		assertThat(two).isCompletedExceptionally();
		assertThat(this.second.fixture.failures).singleElement()
			.isInstanceOf(SignInCancelledException.class)
			.satisfies((failure) -> assertThat(failure).hasMessageContaining("another process"));
	}

	@Test
	void afterARestartNobodyIsAskedAndNothingRequested() {
		signIn();
		Replica restarted = new Replica(this.store);
		assertThat(restarted.credential.authenticationRecord()).isEqualTo(this.first.credential.authenticationRecord());
		assertThat(restarted.credential.getToken(REQUEST).value()).isEqualTo("token-1");
		assertThat(restarted.transport().requests()).isEmpty();
		assertThat(restarted.fixture.prompts).isEmpty();
	}

	@Test
	void aCachedTokenCostsNoAccessToTheStore() {
		signIn();
		int loads = this.first.view.loads();
		for (int i = 0; i < 1_000; i++) {
			this.first.credential.getToken(REQUEST);
		}
		assertThat(this.first.view.loads()).isEqualTo(loads);
	}

	@Test
	void aTokenThatOneHasRenewedIsNotRenewedByTheOther() {
		signIn();
		assertThat(this.second.token().join().value()).isEqualTo("token-1");
		for (Replica replica : new Replica[] { this.first, this.second }) {
			replica.fixture.time.jumpWallClock(Duration.ofMinutes(58));
		}
		this.first.transport().tokens("token-2", 7200);
		this.first.credential.getToken(REQUEST);
		assertThat(this.first.credential.getToken(REQUEST).value()).isEqualTo("token-2");
		this.second.credential.getToken(REQUEST);
		assertThat(this.second.credential.getToken(REQUEST).value()).isEqualTo("token-2");
		assertThat(this.second.transport().requests()).isEmpty();
	}

	@Test
	void aSignOutReachesTheOther() {
		signIn();
		assertThat(this.second.token()).isCompleted();
		this.first.credential.signOut();
		this.store.tell();
		assertThat(this.second.credential.authenticationRecord()).isEmpty();
		assertThat(this.second.fixture.signedOut).singleElement()
			.satisfies((record) -> assertThat(record.username()).isEqualTo("ada@contoso.example"));
		this.second.transport().deviceCode();
		assertThat(this.second.token()).isNotDone();
		assertThat(this.second.fixture.prompts).hasSize(1);
	}

	@Test
	void whoHasDoneNothingButSignOutSeesWhatOthersDoToTheLogin() {
		signIn();
		assertThat(this.second.view.watchers()).isZero();
		this.second.credential.signOut();
		assertThat(this.second.view.watchers()).isPositive();
		this.second.credential.close();
		assertThat(this.second.view.watchers()).isZero();
		this.second.credential.signOut();
		assertThat(this.second.view.watchers()).isZero();
	}

	@Test
	void aSignOutReachesWhoHasSignedInExplicitly() {
		this.first.transport().deviceCode().tokens("token-1", 3600);
		CompletableFuture<Void> signIn = CompletableFuture.runAsync(() -> this.first.credential.authenticate(REQUEST));
		Awaitility.await().until(() -> this.first.fixture.time.pending() > 0);
		this.first.fixture.time.advance(INTERVAL);
		signIn.join();
		assertThat(this.first.credential.getToken(REQUEST).value()).isEqualTo("token-1");
		this.second.credential.signOut();
		this.store.tell();
		assertThat(this.first.credential.authenticationRecord()).isEmpty();
	}

	@Test
	void aLateRefreshElsewhereDoesNotBringTheLoginBack() {
		signIn();
		this.second.token().join();
		CompletableFuture<EntraResponse> slow = new CompletableFuture<>();
		this.second.transport().answer(slow);
		CompletableFuture<AccessToken> other = this.second.credential.getTokenAsync(TokenRequest.of("other"));
		this.first.credential.signOut();
		slow.complete(new EntraResponse(200, Map.of(),
				ScriptedTransport.tokenBody("late", 3600, "ada@contoso.example", "oid-ada")));
		assertThat(other).isCompletedExceptionally();
		assertThat(new Replica(this.store).credential.authenticationRecord()).isEmpty();
	}

	@Test
	void aSignInOfAnotherUserReachesTheOther() {
		signIn();
		this.second.token().join();
		this.first.transport()
			.deviceCode()
			.answer(200, ScriptedTransport.tokenBody("token-bob", 3600, "bob@contoso.example", "oid-bob"));
		CompletableFuture<Void> signIn = CompletableFuture.runAsync(() -> this.first.credential.authenticate(REQUEST));
		Awaitility.await().until(() -> this.first.fixture.time.pending() > 0);
		this.first.fixture.time.advance(INTERVAL);
		signIn.join();
		this.store.tell();
		assertThat(this.second.credential.getToken(REQUEST).value()).isEqualTo("token-bob");
		assertThat(this.second.credential.authenticationRecord()).get()
			.satisfies((record) -> assertThat(record.username()).isEqualTo("bob@contoso.example"));
	}

	@Test
	void whileTheStoreIsDownTokensGoOnToBeUsedAndRenewed(CapturedOutput output) {
		signIn();
		this.store.down(true);
		assertThat(this.first.credential.getToken(REQUEST).value()).isEqualTo("token-1");
		this.first.transport().tokens("token-2", 3600);
		assertThat(this.first.credential.getToken("other").value()).isEqualTo("token-2");
		this.store.down(false);
		this.first.transport()
			.answer(200, ScriptedTransport.tokenBody("token-3", 3600, "ada@contoso.example", "oid-ada"));
		assertThat(this.first.credential.getToken("third").value()).isEqualTo("token-3");
		assertThat(output).contains("Cannot reach the token cache").contains("The token cache can be reached again");
		assertThat(this.first.fixture.tokenCacheAvailable).containsExactly(false, true);
	}

	@Test
	void aSignInThatBeganBeforeTheStoreWentDownEndsWell() {
		this.first.transport().deviceCode();
		CompletableFuture<AccessToken> one = this.first.token();
		this.store.down(true);
		this.first.transport().pending().tokens("token-1", 3600);
		this.first.fixture.time.advance(INTERVAL);
		this.first.fixture.time.advance(INTERVAL);
		assertThat(one.join().value()).isEqualTo("token-1");
		this.store.down(false);
		this.first.transport().tokens("token-2", 3600);
		this.first.credential.getToken("other");
		assertThat(this.second.token().join().value()).startsWith("token-");
		assertThat(this.second.transport().requests()).isEmpty();
		assertThat(this.second.fixture.prompts).isEmpty();
	}

	@Test
	void withoutAStoreFromTheStartNobodyIsPrompted() {
		this.store.down(true);
		assertThatExceptionOfType(ClientAuthenticationException.class)
			.isThrownBy(() -> this.first.credential.getToken(REQUEST))
			.withMessageContaining("The store is down");
		assertThat(this.first.fixture.prompts).isEmpty();
	}

	@Test
	void aSignOutWhileTheStoreIsDownIsMadeGoodLater() {
		signIn();
		this.second.token().join();
		this.store.down(true);
		assertThatExceptionOfType(ClientAuthenticationException.class).isThrownBy(() -> this.first.credential.signOut())
			.withMessageContaining("other processes are still signed in");
		assertThat(this.first.credential.authenticationRecord()).isEmpty();
		this.store.down(false);
		this.first.transport().deviceCode();
		assertThat(this.first.token()).isNotDone();
		this.store.tell();
		assertThat(this.second.credential.authenticationRecord()).isEmpty();
	}

	@Test
	void afterTheCloseNothingIsWatched() {
		signIn();
		assertThat(this.first.view.watchers()).isEqualTo(2);
		this.first.credential.close();
		assertThat(this.first.view.watchers()).isZero();
	}

	private void signIn() {
		this.first.transport().deviceCode().tokens("token-1", 3600);
		CompletableFuture<AccessToken> token = this.first.token();
		advance();
		assertThat(token).isCompleted();
	}

	private void advance() {
		this.store.advance(INTERVAL);
		this.first.fixture.time.advance(INTERVAL);
		this.second.fixture.time.advance(INTERVAL);
	}

	/**
	 * A process with a credential.
	 */
	private static final class Replica {

		private final SharedStore.View view;

		private final CredentialFixture fixture;

		private final DefaultDeviceCodeCredential credential;

		Replica(SharedStore store) {
			this.view = store.view();
			// The real time, by which MSAL4J judges whether a token is valid
			this.fixture = new CredentialFixture(new VirtualTime(Instant.now()), this.view);
			this.credential = this.fixture.credential();
		}

		ScriptedTransport transport() {
			return this.fixture.transport;
		}

		CompletableFuture<AccessToken> token() {
			return this.credential.getTokenAsync(REQUEST);
		}

	}

}
