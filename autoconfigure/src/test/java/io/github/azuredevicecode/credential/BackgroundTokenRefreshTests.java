package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.TokenRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BackgroundTokenRefresh}.
 */
@ExtendWith(OutputCaptureExtension.class)
class BackgroundTokenRefreshTests {

	private static final Duration LIFE = Duration.ofHours(10);

	private final CredentialFixture fixture = new CredentialFixture();

	private final DefaultDeviceCodeCredential credential = this.fixture.credential();

	private Instant expiresAt;

	@BeforeEach
	void signIn() {
		this.fixture.transport.deviceCode()
			.answer(200,
					ScriptedTransport.tokenBody("token-1", (int) LIFE.toSeconds(), "ada@contoso.example", "oid-ada")
						.replace("\"expires_in\"", "\"refresh_in\":3600,\"expires_in\""));
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(TokenRequest.of("scope"));
		this.fixture.time.advance(Duration.ofSeconds(5));
		this.expiresAt = token.join().expiresAt();
		this.fixture.time.advance(Duration.ofHours(1));
	}

	@Test
	void failuresAreRetriedAfterFifteenSecondsAndThenMoreAndMoreRarely() {
		int attempts = 0;
		for (int seconds : new int[] { 15, 30, 60, 120, 240, 240, 240 }) {
			this.fixture.transport.answer(503, "<html>");
			get();
			assertThat(refreshes()).isEqualTo(++attempts);
			this.fixture.time.advance(Duration.ofSeconds(seconds).minusMillis(1));
			get();
			assertThat(refreshes()).isEqualTo(attempts);
			// The rest is jitter
			this.fixture.time.advance(Duration.ofMillis(seconds * 250L + 1));
		}
		this.fixture.transport.tokens("token-2", 3600);
		get();
		assertThat(this.credential.getToken("scope").value()).isEqualTo("token-2");
	}

	@Test
	void aCauseIsLoggedOnceUntilItChanges(CapturedOutput output) {
		fail(503);
		fail(503);
		assertThat(warnings(output)).isEqualTo(1);
		fail(500);
		assertThat(warnings(output)).isEqualTo(2);
		assertThat(output).contains("expires at: " + this.expiresAt).contains("HTTP Error: 500");
	}

	@Test
	void thatAUserIsNeededIsToldToNobodyWhileTheTokenLives(CapturedOutput output) {
		this.fixture.transport.error("invalid_grant");
		get();
		get();
		assertThat(this.fixture.prompts).hasSize(1);
		assertThat(output).contains("A user must sign in again. Credential: default");
		assertThat(warnings(output)).isZero();
		this.fixture.time.advance(LIFE);
		// The service is not asked again with a refresh token that it has refused
		this.fixture.transport.deviceCode();
		assertThat(this.credential.getTokenAsync(TokenRequest.of("scope"))).isNotDone();
		assertThat(this.fixture.prompts).hasSize(2);
	}

	@Test
	void afterTheCloseTheTokenIsUsedToItsEnd() {
		this.credential.close();
		get();
		this.fixture.time.advance(Duration.ofHours(8));
		get();
	}

	private void fail(int status) {
		this.fixture.transport.answer(status, "<html>");
		get();
		this.fixture.time.advance(Duration.ofMinutes(5));
	}

	private void get() {
		assertThat(this.credential.getToken("scope").value()).isEqualTo("token-1");
	}

	private int refreshes() {
		return this.fixture.transport.requestsTo("token").size() - 1;
	}

	private static int warnings(CapturedOutput output) {
		return StringUtils.countOccurrencesOf(output.getAll(), "Cannot renew an access token");
	}

}
