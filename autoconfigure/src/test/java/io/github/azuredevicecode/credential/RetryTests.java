package io.github.azuredevicecode.credential;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Faults that pass, at each request that the credential makes.
 */
class RetryTests {

	private static final IOException RESET = new IOException("HTTP/1.1 header parser received no bytes");

	private final CredentialFixture fixture = new CredentialFixture();

	private final DefaultDeviceCodeCredential credential = this.fixture.credential((builder) -> builder.retries(3));

	@Test
	void theRequestForACodeIsRetried() {
		this.fixture.transport.fail(RESET).answer(503, "").deviceCode().tokens("token-1", 3600);
		CompletableFuture<AccessToken> token = getToken();
		this.fixture.time.advance(Duration.ofMillis(500));
		assertThat(this.fixture.prompts).hasSize(1);
		this.fixture.time.advance(Duration.ofSeconds(5));
		assertThat(token).isCompletedWithValueMatching((held) -> held.value().equals("token-1"));
	}

	@Test
	void aRefreshIsRetriedAtOnce() {
		signIn();
		this.fixture.transport.fail(RESET).tokens("token-2", 3600);
		assertThat(getToken()).isCompletedWithValueMatching((held) -> held.value().equals("token-2"));
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(3);
	}

	@Test
	void aRefreshIsNotRetriedBeforeALongRetryAfter() {
		signIn();
		this.fixture.transport.answer(CompletableFuture.completedFuture(new EntraResponse(429,
				Map.of("Retry-After", List.of("60")), "{\"error\":\"temporarily_unavailable\"}")));
		assertThat(getToken()).isCompletedExceptionally();
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(2);
	}

	@Test
	void cancellingTheLastCallerEndsTheRetries() {
		signIn();
		this.fixture.transport.answer(503, "");
		CompletableFuture<AccessToken> token = getToken();
		assertThat(token).isNotDone();
		token.cancel(true);
		this.fixture.time.advance(Duration.ofMinutes(1));
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(2);
	}

	@Test
	void theCheckOfTheAuthorityIsRetried() {
		DefaultDeviceCodeCredential elsewhere = this.fixture
			.credential((builder) -> builder.authority("login.other.example").retries(3));
		this.fixture.transport.fail(RESET).answer(200, "{}").deviceCode();
		elsewhere.getTokenAsync(TokenRequest.of("scope"));
		assertThat(this.fixture.prompts).hasSize(1);
	}

	@Test
	void pollsKeepTheirOwnPace() {
		this.fixture.transport.deviceCode().fail(RESET).answer(503, "").tokens("token-1", 3600);
		CompletableFuture<AccessToken> token = getToken();
		this.fixture.time.advance(Duration.ofSeconds(5));
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(1);
		this.fixture.time.advance(Duration.ofMinutes(2));
		assertThat(token).isCompleted();
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(3);
	}

	private void signIn() {
		this.fixture.transport.deviceCode().tokens("token-1", 3600);
		CompletableFuture<AccessToken> token = getToken();
		this.fixture.time.advance(Duration.ofSeconds(5));
		assertThat(token).isCompleted();
		this.fixture.time.advance(Duration.ofHours(2));
	}

	private CompletableFuture<AccessToken> getToken() {
		return this.credential.getTokenAsync(TokenRequest.of("scope"));
	}

}
