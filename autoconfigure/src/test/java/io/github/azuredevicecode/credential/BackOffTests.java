package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often the service and people are asked by an application that does not stop asking.
 */
class BackOffTests {

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private final CredentialFixture fixture = new CredentialFixture(new VirtualTime(Instant.now()));

	private final DefaultDeviceCodeCredential credential = this.fixture.credential();

	@Test
	void aRefreshTokenThatWasRefusedIsNotUsedAgain() {
		DefaultDeviceCodeCredential silent = this.fixture
			.credential((builder) -> builder.disableAutomaticAuthentication(true));
		signIn(this.credential);
		this.fixture.transport.error("invalid_grant");
		for (int i = 0; i < 100; i++) {
			assertThat(silent.getTokenAsync(TokenRequest.of("other"))).isCompletedExceptionally();
			this.fixture.time.advance(Duration.ofMinutes(10));
		}
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(2);
	}

	@Test
	void aRefusedRefreshTokenIsForgottenWithItsLogin() {
		signIn(this.credential);
		this.fixture.transport.error("invalid_grant").deviceCode().tokens("token-2", 3600);
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(TokenRequest.of("other"));
		this.fixture.time.advance(Duration.ofSeconds(5));
		assertThat(token).isCompleted();
		this.fixture.transport.answer(200,
				ScriptedTransport.tokenBody("token-3", 3600, "ada@contoso.example", "oid-ada"));
		assertThat(this.credential.getToken("third").value()).isEqualTo("token-3");
	}

	@Test
	void aServiceThatSaysWhenToComeBackIsNotAskedBefore() {
		signIn(this.credential);
		this.fixture.transport.answer(busy(60));
		for (int i = 0; i < 100; i++) {
			assertThat(this.credential.getTokenAsync(TokenRequest.of("other"))).isCompletedExceptionally();
		}
		this.fixture.time.advance(Duration.ofSeconds(59));
		assertThat(this.credential.getTokenAsync(TokenRequest.of("other"))).isCompletedExceptionally();
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(2);
		this.fixture.time.advance(Duration.ofSeconds(1));
		this.fixture.transport.answer(200,
				ScriptedTransport.tokenBody("token-2", 3600, "ada@contoso.example", "oid-ada"));
		assertThat(this.credential.getToken("other").value()).isEqualTo("token-2");
	}

	@Test
	void oneFailureIsTriedAgainAtOnceAndManyMoreAndMoreRarely() {
		signIn(this.credential);
		this.fixture.transport.error("server_error")
			.answer(200, ScriptedTransport.tokenBody("token-2", 3600, "ada@contoso.example", "oid-ada"));
		assertThat(this.credential.getTokenAsync(TokenRequest.of("other"))).isCompletedExceptionally();
		assertThat(this.credential.getToken("other").value()).isEqualTo("token-2");
		int before = this.fixture.transport.requestsTo("token").size();
		for (int i = 0; i < 600; i++) {
			this.fixture.transport.error("server_error");
			assertThat(this.credential.getTokenAsync(TokenRequest.of("third"))).isCompletedExceptionally();
			this.fixture.time.advance(Duration.ofMillis(100));
		}
		assertThat(this.fixture.transport.requestsTo("token").size() - before).isBetween(5, 8);
	}

	@Test
	void aPersonWhoDeclinesIsNotAskedByEachCaller() {
		for (int i = 0; i < 50; i++) {
			this.fixture.transport.deviceCode().error("authorization_declined");
			this.credential.getTokenAsync(REQUEST);
			this.fixture.time.advance(Duration.ofSeconds(5));
		}
		assertThat(this.fixture.prompts.size()).as("prompts within 250 seconds").isBetween(5, 10);
	}

	@Test
	void anApplicationThatTheServiceDoesNotKnowAsksForFewCodes() {
		for (int i = 0; i < 500; i++) {
			this.fixture.transport.error("unauthorized_client");
			this.credential.getTokenAsync(REQUEST);
		}
		assertThat(this.fixture.transport.requestsTo("devicecode").size()).isLessThanOrEqualTo(5);
	}

	private void signIn(DefaultDeviceCodeCredential credential) {
		this.fixture.transport.deviceCode().tokens("token-1", 3600);
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		this.fixture.time.advance(Duration.ofSeconds(5));
		assertThat(token).isCompleted();
	}

	private static CompletableFuture<EntraResponse> busy(int seconds) {
		return CompletableFuture.completedFuture(new EntraResponse(429,
				Map.of("Retry-After", List.of(String.valueOf(seconds))), "{\"error\":\"temporarily_unavailable\"}"));
	}

}
