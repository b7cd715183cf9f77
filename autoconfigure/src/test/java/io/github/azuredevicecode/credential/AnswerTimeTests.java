package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lifetimes count from when a request was sent, and not from when its answer was handled.
 */
class AnswerTimeTests {

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private static final CachedLoginKey KEY = new CachedLoginKey("default", "client",
			"https://login.microsoftonline.com", "organizations", LoginMode.STANDARD);

	private static final Duration ON_ITS_WAY = Duration.ofSeconds(25);

	private final SharedStore store = new SharedStore();

	private final CredentialFixture fixture = new CredentialFixture(new VirtualTime(Instant.now()), this.store.view());

	private final DefaultDeviceCodeCredential credential = this.fixture.credential();

	private final CompletableFuture<EntraResponse> late = new CompletableFuture<>();

	@Test
	void theLifeOfTheTokensOfASignInCountsFromWhenThePollWasSent() {
		this.fixture.transport.deviceCode().answer(this.late);
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(REQUEST);
		advance(Duration.ofSeconds(5));
		Instant sentAt = this.fixture.time.instant();
		advance(ON_ITS_WAY);
		this.late.complete(tokens("token-1"));
		assertThat(token.join().expiresAt()).isEqualTo(sentAt.plusSeconds(3600));
		assertThat(storedTimes()).contains("\"expires_on\":\"" + sentAt.plusSeconds(3600).getEpochSecond() + "\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-5", "\"-5\"", "\" -0.5 \"" })
	void aTokenThatHasExpiredForTheServiceIsNotUsedForLong(String expiresIn) {
		this.fixture.transport.deviceCode()
			.answer(200,
					ScriptedTransport.tokenBody("token-1", -5, "ada@contoso.example", "oid-ada")
						.replace("\"expires_in\":-5", "\"expires_in\":" + expiresIn))
			.tokens("token-2", 3600);
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(REQUEST);
		advance(Duration.ofSeconds(5));
		assertThat(token.join().expiresAt()).isEqualTo(this.fixture.time.instant());
		assertThat(this.credential.getToken(REQUEST).value()).isEqualTo("token-2");
	}

	@Test
	void theLifeOfARenewedTokenCountsFromWhenTheRefreshWasSent() {
		signIn();
		this.fixture.transport.answer(this.late);
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(TokenRequest.of("other"));
		Instant sentAt = this.fixture.time.instant();
		advance(ON_ITS_WAY);
		this.late.complete(tokens("token-2"));
		assertThat(token.join().expiresAt()).isEqualTo(sentAt.plusSeconds(3600));
		assertThat(storedTimes()).contains("\"expires_on\":\"" + sentAt.plusSeconds(3600).getEpochSecond() + "\"");
	}

	@Test
	void theLifeOfATokenEndsOnTimeAlthoughTheWallClockIsSetBackWhileItIsOnItsWay() {
		signIn();
		this.fixture.transport.answer(this.late);
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(TokenRequest.of("other"));
		this.fixture.time.jumpWallClock(Duration.ofHours(-1));
		advance(ON_ITS_WAY);
		this.late.complete(tokens("token-2"));
		assertThat(token.join().expiresAt()).isEqualTo(this.fixture.time.instant().plusSeconds(3600).minus(ON_ITS_WAY));
	}

	@Test
	void aMachineThatSleptWhileATokenWasOnItsWayDoesNotLetItLiveLonger() {
		signIn();
		this.fixture.transport.answer(this.late).tokens("token-3", 3600);
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(TokenRequest.of("other"));
		Instant sentAt = this.fixture.time.instant();
		this.fixture.time.jumpWallClock(Duration.ofHours(2));
		this.late.complete(tokens("token-2"));
		assertThat(token.join().expiresAt()).isEqualTo(sentAt.plusSeconds(3600));
		assertThat(this.credential.getToken("other").value()).isEqualTo("token-3");
	}

	@Test
	void theExpiryOfACodeCountsFromWhenItWasAskedFor() {
		this.fixture.transport.answer(this.late);
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(REQUEST);
		Instant sentAt = this.fixture.time.instant();
		advance(ON_ITS_WAY);
		this.late.complete(new EntraResponse(200, Map.of(),
				"""
						{"device_code":"d","user_code":"U","verification_uri":"https://microsoft.com/devicelogin","expires_in":60,"interval":5}"""));
		assertThat(this.fixture.prompts.get(0).expiresAt()).isEqualTo(sentAt.plusSeconds(60));
		assertThat(this.store.stored(KEY).pending()).isNotNull()
			.satisfies((pending) -> assertThat(pending.expiresAt().truncatedTo(ChronoUnit.MILLIS))
				.isEqualTo(sentAt.plusSeconds(60)));
		for (int i = 0; i < 7; i++) {
			this.fixture.transport.pending();
		}
		advance(Duration.ofSeconds(34));
		assertThat(token).isNotDone();
		advance(Duration.ofSeconds(1));
		assertThat(token).isCompletedExceptionally();
	}

	private void signIn() {
		this.fixture.transport.deviceCode().tokens("token-1", 3600);
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(REQUEST);
		advance(Duration.ofSeconds(5));
		assertThat(token).isCompleted();
	}

	private void advance(Duration duration) {
		this.store.advance(duration);
		this.fixture.time.advance(duration);
	}

	private String storedTimes() {
		CachedLogin stored = this.store.stored(KEY);
		return stored.tokenCache();
	}

	private static EntraResponse tokens(String value) {
		return new EntraResponse(200, Map.of(),
				ScriptedTransport.tokenBody(value, 3600, "ada@contoso.example", "oid-ada"));
	}

}
