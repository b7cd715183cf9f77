package io.github.azuredevicecode.credential;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRequiredException;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.SignInTimedOutException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DefaultDeviceCodeCredential} on virtual time.
 */
@Tag("contract-1.4")
class SilentAndSignInTests {

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private final CredentialFixture fixture = new CredentialFixture();

	private CompletableFuture<AccessToken> signIn(DefaultDeviceCodeCredential credential, int expiresIn) {
		this.fixture.transport.deviceCode().tokens("token-1", expiresIn);
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		this.fixture.time.advance(Duration.ofSeconds(5));
		return token;
	}

	@Test
	void signsInOnceThenAnswersFromTheTable() {
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		assertThat(signIn(credential, 3600)).isCompleted();
		assertThat(credential.getToken("scope").value()).isEqualTo("token-1");
		assertThat(this.fixture.prompts).hasSize(1);
		assertThat(this.fixture.transport.requests()).hasSize(2);
		assertThat(credential.authenticationRecord()).get()
			.satisfies((record) -> assertThat(record.username()).isEqualTo("ada@contoso.example"));
		assertThat(this.fixture.authenticated).hasSize(1);
	}

	@Test
	void refreshesSilentlyWhenTheTokenHasExpired() {
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		signIn(credential, 3600);
		this.fixture.transport.tokens("token-2", 3600);
		this.fixture.time.advance(Duration.ofSeconds(3600));
		assertThat(credential.getToken("scope").value()).isEqualTo("token-2");
		assertThat(this.fixture.prompts).hasSize(1);
		assertThat(this.fixture.transport.requestsTo("token").get(1).form())
			.containsEntry("grant_type", "refresh_token")
			.containsEntry("refresh_token", "refresh-token-1")
			.containsEntry("client_info", "1")
			.containsEntry("client_id", "client");
	}

	@Test
	void listenersHearOfEveryTokenThatIsNew() {
		List<Instant> expiries = new ArrayList<>();
		DefaultDeviceCodeCredential credential = this.fixture
			.credential((builder) -> builder.listener(new DeviceCodeListener() {

				@Override
				public void onTokenAcquired(TokenAcquiredEvent event) {
					expiries.add(event.expiresAt());
				}

			}));
		signIn(credential, 3600);
		credential.getToken("scope");
		this.fixture.transport.tokens("token-2", 7200);
		this.fixture.time.advance(Duration.ofSeconds(3600));
		Instant now = this.fixture.time.instant();
		credential.getToken("scope");
		assertThat(expiries).containsExactly(now, now.plusSeconds(7200));
	}

	@Test
	void refreshesAheadWithoutDelayingTheCaller() {
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		signIn(credential, 3600);
		this.fixture.time.advance(Duration.ofMinutes(55).plusSeconds(1));
		CompletableFuture<EntraResponse> slow = new CompletableFuture<>();
		this.fixture.transport.answer(slow);
		assertThat(credential.getToken("scope").value()).isEqualTo("token-1");
		assertThat(credential.getToken("scope").value()).isEqualTo("token-1");
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(2);
		slow.complete(new EntraResponse(200, Map.of(),
				ScriptedTransport.tokenBody("token-2", 3600, "ada@contoso.example", "oid-ada")));
		assertThat(credential.getToken("scope").value()).isEqualTo("token-2");
	}

	@Test
	void keepsServingTheTokenWhenRefreshAheadFailsAndRetriesLater() {
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		signIn(credential, 3600);
		this.fixture.time.advance(Duration.ofMinutes(56));
		this.fixture.transport.answer(503, "<html>busy</html>");
		assertThat(credential.getToken("scope").value()).isEqualTo("token-1");
		assertThat(credential.getToken("scope").value()).isEqualTo("token-1");
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(2);
		this.fixture.time.advance(Duration.ofSeconds(20));
		this.fixture.transport.tokens("token-2", 3600);
		credential.getToken("scope");
		assertThat(credential.getToken("scope").value()).isEqualTo("token-2");
	}

	@Test
	void promptsAgainWhenTheRefreshTokenIsNoLongerValid() {
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		signIn(credential, 60);
		this.fixture.time.advance(Duration.ofSeconds(60));
		this.fixture.transport.error("invalid_grant").deviceCode().tokens("token-2", 3600);
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		assertThat(this.fixture.prompts).hasSize(2);
		this.fixture.time.advance(Duration.ofSeconds(5));
		assertThat(token.join().value()).isEqualTo("token-2");
	}

	@Test
	void neverPromptsForAFaultOfTheService() {
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		signIn(credential, 60);
		this.fixture.time.advance(Duration.ofSeconds(60));
		this.fixture.transport.error("temporarily_unavailable");
		assertThatExceptionOfType(ClientAuthenticationException.class).isThrownBy(() -> credential.getToken("scope"))
			.withMessageStartingWith("Authentication failed: ");
		this.fixture.transport.tokens("token-2", 60);
		assertThat(credential.getToken("scope").value()).isEqualTo("token-2");
		assertThat(this.fixture.prompts).hasSize(1);
	}

	@Test
	void carriesTheServersClaimsWhenPromptingIsDisabled() {
		DefaultDeviceCodeCredential credential = this.fixture
			.credential((builder) -> builder.disableAutomaticAuthentication(true));
		assertThatExceptionOfType(AuthenticationRequiredException.class).isThrownBy(() -> credential.getToken("scope"))
			.withMessage("Interactive authentication is required to get a token. Call 'authenticate' to begin.")
			.satisfies((ex) -> assertThat(ex.getRequest().scopes()).containsExactly("scope"));
		CompletableFuture<Void> authenticated = CompletableFuture.runAsync(() -> {
			this.fixture.transport.deviceCode().tokens("token-1", 60);
			credential.authenticate(REQUEST);
		});
		Awaitility.await().until(() -> this.fixture.time.pending() == 1);
		this.fixture.time.advance(Duration.ofSeconds(5));
		authenticated.join();
		this.fixture.time.advance(Duration.ofSeconds(60));
		this.fixture.transport.answer(400, """
				{"error":"interaction_required","error_description":"AADSTS50076: MFA",
				"claims":"{\\"access_token\\":{\\"capolids\\":{\\"essential\\":true}}}"}""");
		assertThatExceptionOfType(AuthenticationRequiredException.class).isThrownBy(() -> credential.getToken("scope"))
			.satisfies((ex) -> {
				assertThat(ex.getRequest().claims()).contains("capolids");
				assertThat(ex.getAadstsCode()).isEqualTo("AADSTS50076");
				assertThat(ex.getErrorCode()).isEqualTo("interaction_required");
			});
	}

	@Test
	void warmingUpAsksNobody() {
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		credential.warmUp();
		assertThat(this.fixture.transport.requests()).isEmpty();
		assertThat(this.fixture.prompts).isEmpty();
		assertThat(signIn(credential, 3600)).isCompleted();
		credential.close();
		credential.warmUp();
		assertThat(this.fixture.transport.requests()).hasSize(2);
	}

	@Test
	void aSecondScopeIsServedByTheOneSignIn() {
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		this.fixture.transport.deviceCode().tokens("token-1", 3600).tokens("token-2", 3600);
		CompletableFuture<AccessToken> first = credential.getTokenAsync(REQUEST);
		CompletableFuture<AccessToken> second = credential.getTokenAsync(TokenRequest.of("other"));
		this.fixture.time.advance(Duration.ofSeconds(5));
		assertThat(first.join().value()).isEqualTo("token-1");
		assertThat(second.join().value()).isEqualTo("token-2");
		assertThat(this.fixture.prompts).hasSize(1);
		assertThat(this.fixture.transport.requestsTo("devicecode")).hasSize(1);
	}

	@Test
	void cancellingOneWaiterHarmsNobodyAndTheLastOneEndsTheSignIn() {
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		this.fixture.transport.deviceCode();
		CompletableFuture<AccessToken> first = credential.getTokenAsync(REQUEST);
		CompletableFuture<AccessToken> second = credential.getTokenAsync(REQUEST);
		first.cancel(true);
		assertThat(second).isNotDone();
		assertThat(this.fixture.failures).isEmpty();
		second.cancel(true);
		assertThat(this.fixture.failures).singleElement().isInstanceOf(SignInCancelledException.class);
		this.fixture.time.advance(Duration.ofMinutes(1));
		assertThat(this.fixture.transport.requestsTo("token")).isEmpty();
	}

	@Test
	void signOutForgetsTheUserAndTheNextCallPrompts() {
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		signIn(credential, 3600);
		credential.signOut();
		assertThat(credential.authenticationRecord()).isEmpty();
		assertThat(this.fixture.signedOut).singleElement()
			.satisfies((record) -> assertThat(record.username()).isEqualTo("ada@contoso.example"));
		this.fixture.transport.deviceCode();
		assertThat(credential.getTokenAsync(REQUEST)).isNotDone();
		assertThat(this.fixture.prompts).hasSize(2);
	}

	@Test
	void aRefreshThatEndsAfterASignOutIsNotKept() {
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		signIn(credential, 60);
		this.fixture.time.advance(Duration.ofSeconds(60));
		CompletableFuture<EntraResponse> slow = new CompletableFuture<>();
		this.fixture.transport.answer(slow);
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		credential.signOut();
		assertThat(token).isCompletedExceptionally();
		slow.complete(new EntraResponse(200, Map.of(),
				ScriptedTransport.tokenBody("token-2", 3600, "ada@contoso.example", "oid-ada")));
		this.fixture.transport.deviceCode();
		assertThat(credential.getTokenAsync(REQUEST)).isNotDone();
	}

	@Test
	void closeEndsAPendingSignInAndKeepsServingWhatIsHeld() {
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		signIn(credential, 3600);
		this.fixture.transport.fail(new IOException("reset")).deviceCode();
		CompletableFuture<AccessToken> other = credential.getTokenAsync(TokenRequest.of("other"));
		credential.close();
		assertThat(other).isCompletedExceptionally();
		assertThat(credential.getToken("scope").value()).isEqualTo("token-1");
		assertThat(this.fixture.transport.isClosed()).isTrue();
		assertThatExceptionOfType(ClientAuthenticationException.class).isThrownBy(() -> credential.getToken("third"))
			.withMessage("The credential is closed");
	}

	@Test
	void claimsPassByTheTableOnceAndTheirTokenReplacesTheEntry() {
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		signIn(credential, 3600);
		this.fixture.transport.tokens("token-2", 3600);
		String claims = "{\"access_token\": {\"nbf\":{\"essential\":true, \"value\":\"1\"}}, \"x\":[1,null]}";
		assertThat(credential.getToken(REQUEST.withClaims(claims)).value()).isEqualTo("token-2");
		assertThat(this.fixture.transport.requestsTo("token").get(1).form()).containsEntry("claims", claims);
		assertThat(credential.getToken("scope").value()).isEqualTo("token-2");
	}

	@Test
	void theTwoModesHaveSeparateLogins() {
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		signIn(credential, 3600);
		this.fixture.transport.deviceCode().tokens("token-cae", 3600);
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST.withCae(true));
		assertThat(this.fixture.prompts).hasSize(2);
		this.fixture.time.advance(Duration.ofSeconds(5));
		assertThat(token.join().value()).isEqualTo("token-cae");
		assertThat(this.fixture.transport.requests().get(2).form()).containsEntry("claims",
				"{\"access_token\":{\"xms_cc\":{\"values\":[\"CP1\"]}}}");
		assertThat(this.fixture.transport.requests().get(3).form()).containsEntry("claims",
				"{\"access_token\":{\"xms_cc\":{\"values\":[\"CP1\"]}}}");
		assertThat(credential.getToken("scope").value()).isEqualTo("token-1");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, -1 })
	@Tag("contract-2.3")
	void aWallClockThatJumpsNeitherHurriesNorEndsASignIn(long hours) {
		this.fixture.transport.deviceCode(5, 900);
		CompletableFuture<AccessToken> token = this.fixture.credential().getTokenAsync(REQUEST);
		this.fixture.transport.pending().pending().tokens("token-1", 3600);
		this.fixture.time.advance(Duration.ofSeconds(5));
		this.fixture.time.jumpWallClock(Duration.ofHours(hours));
		this.fixture.time.advance(Duration.ofMillis(4_999));
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(1);
		this.fixture.time.advance(Duration.ofMillis(1));
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(2);
		this.fixture.time.jumpWallClock(Duration.ofHours(-hours));
		this.fixture.time.advance(Duration.ofSeconds(5));
		assertThat(token).isCompleted();
		assertThat(token.join().expiresAt()).isEqualTo(this.fixture.time.instant().plusSeconds(3600));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, -1 })
	@Tag("contract-2.3")
	void aCodeEndsWithItsLifetimeHoweverTheWallClockJumps(long hours) {
		this.fixture.transport.deviceCode(5, 9);
		CompletableFuture<AccessToken> token = this.fixture.credential().getTokenAsync(REQUEST);
		this.fixture.time.jumpWallClock(Duration.ofHours(hours));
		this.fixture.transport.pending();
		this.fixture.time.advance(Duration.ofMillis(8_999));
		assertThat(token).isNotDone();
		this.fixture.time.advance(Duration.ofMillis(1));
		assertThat(token).isCompletedExceptionally();
		assertThat(this.fixture.failures).singleElement().isInstanceOf(SignInTimedOutException.class);
		assertThat(this.fixture.time.pending()).isZero();
	}

	@Test
	@Tag("contract-2.3")
	void slowDownAddsFiveSecondsToEveryLaterWait() {
		this.fixture.transport.deviceCode(5, 900).error("slow_down").pending().tokens("token-1", 3600);
		CompletableFuture<AccessToken> token = this.fixture.credential().getTokenAsync(REQUEST);
		this.fixture.time.advance(Duration.ofSeconds(5));
		this.fixture.time.advance(Duration.ofMillis(9_999));
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(1);
		this.fixture.time.advance(Duration.ofMillis(1));
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(2);
		this.fixture.time.advance(Duration.ofMillis(9_999));
		assertThat(token).isNotDone();
		this.fixture.time.advance(Duration.ofMillis(1));
		assertThat(token).isCompleted();
	}

	@ParameterizedTest
	@ValueSource(ints = { 429, 503 })
	@Tag("contract-2.3")
	void retryAfterIsWaitedFor(int status) {
		this.fixture.transport.deviceCode(5, 900)
			.answer(CompletableFuture
				.completedFuture(new EntraResponse(status, Map.of("Retry-After", List.of("30")), "<html>")))
			.tokens("token-1", 3600);
		CompletableFuture<AccessToken> token = this.fixture.credential().getTokenAsync(REQUEST);
		this.fixture.time.advance(Duration.ofSeconds(5));
		this.fixture.time.advance(Duration.ofMillis(29_999));
		assertThat(token).isNotDone();
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(1);
		this.fixture.time.advance(Duration.ofMillis(1));
		assertThat(token).isCompleted();
	}

	@Test
	void aHandlerThatThrowsEndsTheAttemptAndNothingIsPolled() {
		IllegalStateException cause = new IllegalStateException("no terminal");
		DefaultDeviceCodeCredential credential = this.fixture
			.credential((builder) -> builder.promptHandler((prompt) -> {
				throw cause;
			}));
		this.fixture.transport.deviceCode();
		assertThatExceptionOfType(ClientAuthenticationException.class).isThrownBy(() -> credential.getToken("scope"))
			.withMessage("Authentication failed: no terminal")
			.withCause(cause);
		this.fixture.time.advance(Duration.ofMinutes(1));
		assertThat(this.fixture.transport.requestsTo("token")).isEmpty();
	}

	@Test
	void aHandlerThatThrowsWithoutAMessageIsNamedByItsException() {
		DefaultDeviceCodeCredential credential = this.fixture
			.credential((builder) -> builder.promptHandler((prompt) -> {
				throw new IllegalStateException();
			}));
		this.fixture.transport.deviceCode();
		assertThatExceptionOfType(ClientAuthenticationException.class).isThrownBy(() -> credential.getToken("scope"))
			.withMessage("Authentication failed: java.lang.IllegalStateException");
	}

	@Test
	void aPageUnderTheNameOfRfc8628PrevailsOverThatOfADraft() {
		this.fixture.transport.answer(200, """
				{"device_code":"d","user_code":"CODE","verification_url":"https://microsoft.com/old",
				"verification_uri":"https://microsoft.com/devicelogin"}""");
		this.fixture.credential().getTokenAsync(REQUEST);
		assertThat(this.fixture.prompts.get(0).verificationUri()).hasToString("https://microsoft.com/devicelogin");
	}

	@Test
	void tokensOfAnUnexpectedUserAreDropped() {
		DefaultDeviceCodeCredential credential = this.fixture
			.credential((builder) -> builder.expectedUsernames("bob@contoso.example"));
		CompletableFuture<AccessToken> token = signIn(credential, 3600);
		assertThat(token).isCompletedExceptionally();
		assertThat(this.fixture.failures).singleElement()
			.satisfies((ex) -> assertThat(ex).hasMessageContaining("expected-usernames"));
		assertThat(credential.authenticationRecord()).isEmpty();
	}

}
