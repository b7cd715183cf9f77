package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RefreshTurns}: how often replicas refresh the login that they share.
 */
class RefreshTurnsTests {

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private final SharedStore store = new SharedStore();

	private final List<CredentialFixture> fixtures = new ArrayList<>();

	private final List<DefaultDeviceCodeCredential> replicas = new ArrayList<>();

	@ParameterizedTest
	@CsvSource({ "4, 120, 1", "4, 240, 1", "4, 600, 1", "4, 3600, 1", "10, 240, 1", "10, 3600, 1", "4, 240, 2",
			"4, 3600, 2", "10, 240, 2", "10, 3600, 2" })
	void replicasRefreshOnceForEachToken(int count, int lifetime, int scopes) {
		replicas(count);
		signIn(lifetime);
		List<TokenRequest> requests = List.of(REQUEST, TokenRequest.of("other")).subList(0, scopes);
		for (CredentialFixture fixture : this.fixtures) {
			for (int i = 0; i < 40; i++) {
				fixture.transport.answer(200, ScriptedTransport.tokenBody("token-" + this.fixtures.indexOf(fixture) + i,
						lifetime, "ada@contoso.example", "oid-ada"));
			}
		}
		int cycles = 5;
		// A token is renewed when a fifth of its life is left, or five minutes
		Duration cycle = Duration.ofSeconds((lifetime < 1500) ? lifetime * 4L / 5 : lifetime - 300);
		for (Duration passed = Duration.ZERO; passed.compareTo(cycle.multipliedBy(cycles)) < 0; passed = passed
			.plusSeconds(5)) {
			for (DefaultDeviceCodeCredential replica : this.replicas) {
				requests.forEach((request) -> assertThat(replica.getTokenAsync(request)).isCompleted());
			}
			pass(Duration.ofSeconds(5));
			this.store.tell();
		}
		int refreshes = this.fixtures.stream().mapToInt((fixture) -> fixture.transport.requestsTo("token").size()).sum()
				- 1;
		// The first token of the other scope is requested with the refresh token, too
		assertThat(refreshes).isBetween(cycles - 1, cycles * scopes + scopes - 1);
	}

	@Test
	void aReplicaWaitsForTheRefreshOfAnother() {
		replicas(2);
		signIn(3600);
		this.replicas.get(1).getTokenAsync(REQUEST).join();
		CompletableFuture<EntraResponse> slow = new CompletableFuture<>();
		this.fixtures.get(0).transport.answer(slow);
		TokenRequest other = TokenRequest.of("other");
		CompletableFuture<AccessToken> first = this.replicas.get(0).getTokenAsync(other);
		CompletableFuture<AccessToken> second = this.replicas.get(1).getTokenAsync(other);
		pass(Duration.ofSeconds(2));
		assertThat(this.fixtures.get(1).transport.requests()).isEmpty();
		slow.complete(new EntraResponse(200, Map.of(),
				ScriptedTransport.tokenBody("token-2", 3600, "ada@contoso.example", "oid-ada")));
		pass(Duration.ofSeconds(2));
		assertThat(first.join().value()).isEqualTo("token-2");
		assertThat(second.join().value()).isEqualTo("token-2");
		assertThat(this.fixtures.get(1).transport.requests()).isEmpty();
	}

	@Test
	void aCallerWhoGivesUpHisTurnDoesNotEndTheTurnOfAnother() {
		replicas(1);
		signIn(3600);
		CompletableFuture<EntraResponse> slow = new CompletableFuture<>();
		this.fixtures.get(0).transport.answer(slow)
			.answer(200, ScriptedTransport.tokenBody("token-3", 3600, "ada@contoso.example", "oid-ada"));
		DefaultDeviceCodeCredential replica = this.replicas.get(0);
		CompletableFuture<AccessToken> first = replica.getTokenAsync(TokenRequest.of("first"));
		replica.getTokenAsync(TokenRequest.of("given-up")).cancel(true);
		CompletableFuture<AccessToken> third = replica.getTokenAsync(TokenRequest.of("third"));
		assertThat(this.fixtures.get(0).transport.requestsTo("token")).hasSize(2);
		slow.complete(new EntraResponse(200, Map.of(),
				ScriptedTransport.tokenBody("token-2", 3600, "ada@contoso.example", "oid-ada")));
		assertThat(first.join().value()).isEqualTo("token-2");
		assertThat(third.join().value()).isEqualTo("token-3");
	}

	@Test
	void whoIsRefusedSinceAnotherHasUsedTheRefreshTokenWaitsForItsTokens() {
		replicas(1);
		signIn(3600);
		CompletableFuture<EntraResponse> slow = new CompletableFuture<>();
		this.fixtures.get(0).transport.answer(slow).error("invalid_grant").tokens("token-3", 3600);
		CompletableFuture<AccessToken> first = this.replicas.get(0).getTokenAsync(TokenRequest.of("first"));
		CompletableFuture<AccessToken> second = this.replicas.get(0).getTokenAsync(TokenRequest.of("second"));
		pass(Duration.ofSeconds(6));
		assertThat(second).isNotDone();
		slow.complete(new EntraResponse(200, Map.of(),
				ScriptedTransport.tokenBody("token-2", 3600, "ada@contoso.example", "oid-ada")));
		assertThat(first.join().value()).isEqualTo("token-2");
		assertThat(second.join().value()).isEqualTo("token-3");
		assertThat(this.fixtures.get(0).transport.requestsTo("devicecode")).hasSize(1);
	}

	@Test
	void whoAreAllRefusedDoNotWaitForEachOther() {
		replicas(1);
		signIn(3600);
		CompletableFuture<EntraResponse> slow = new CompletableFuture<>();
		this.fixtures.get(0).transport.answer(slow).error("invalid_grant").deviceCode().deviceCode();
		this.replicas.get(0).getTokenAsync(TokenRequest.of("first"));
		this.replicas.get(0).getTokenAsync(TokenRequest.of("second"));
		pass(Duration.ofSeconds(6));
		assertThat(this.fixtures.get(0).transport.requestsTo("devicecode")).hasSize(1);
		slow.complete(new EntraResponse(400, Map.of(), "{\"error\":\"invalid_grant\"}"));
		assertThat(this.fixtures.get(0).transport.requestsTo("devicecode")).hasSizeGreaterThan(1);
	}

	@Test
	void whoIsRefusedDoesNotWaitForeverForAnotherThatHangs() {
		replicas(1);
		signIn(3600);
		this.fixtures.get(0).transport.answer(new CompletableFuture<>()).error("invalid_grant").deviceCode();
		this.replicas.get(0).getTokenAsync(TokenRequest.of("first"));
		this.replicas.get(0).getTokenAsync(TokenRequest.of("second"));
		pass(Duration.ofSeconds(6));
		pass(Duration.ofSeconds(20));
		assertThat(this.fixtures.get(0).transport.requestsTo("devicecode")).hasSize(2);
	}

	@Test
	void manyThatWaitTakeTurnsForAsLongAsTheQueueMoves() {
		replicas(1);
		signIn(3600);
		List<CompletableFuture<EntraResponse>> answers = new ArrayList<>();
		List<CompletableFuture<AccessToken>> tokens = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			answers.add(new CompletableFuture<>());
			this.fixtures.get(0).transport.answer(answers.get(i));
			tokens.add(this.replicas.get(0).getTokenAsync(TokenRequest.of("scope-" + i)));
		}
		for (int i = 0; i < 5; i++) {
			pass(Duration.ofSeconds(3));
			assertThat(this.fixtures.get(0).transport.requestsTo("token")).hasSize(i + 2);
			answers.get(i)
				.complete(new EntraResponse(200, Map.of(),
						ScriptedTransport.tokenBody("token-" + (i + 2), 3600, "ada@contoso.example", "oid-ada")));
			assertThat(tokens.get(i)).isCompleted();
		}
	}

	@Test
	void aReplicaThatDiesHoldsUpNobodyForLong() {
		replicas(2);
		signIn(3600);
		this.fixtures.get(0).transport.answer(new CompletableFuture<>());
		TokenRequest other = TokenRequest.of("other");
		this.replicas.get(0).getTokenAsync(other);
		this.fixtures.get(1).transport.answer(200,
				ScriptedTransport.tokenBody("token-2", 3600, "ada@contoso.example", "oid-ada"));
		CompletableFuture<AccessToken> second = this.replicas.get(1).getTokenAsync(other);
		assertThat(second).isNotDone();
		pass(Duration.ofSeconds(21));
		assertThat(second.join().value()).isEqualTo("token-2");
	}

	@Test
	void aRefusedRefreshLooksIntoTheStoreBeforeAnybodyIsAsked() {
		replicas(2);
		signIn(3600);
		this.replicas.get(1).getTokenAsync(REQUEST).join();
		CompletableFuture<EntraResponse> slow = new CompletableFuture<>();
		this.fixtures.get(1).transport.answer(slow)
			.answer(200, ScriptedTransport.tokenBody("token-3", 3600, "ada@contoso.example", "oid-ada"));
		CompletableFuture<AccessToken> refreshed = this.replicas.get(1).getTokenAsync(TokenRequest.of("other"));
		this.fixtures.get(0).transport.deviceCode()
			.answer(200, ScriptedTransport.tokenBody("token-2", 3600, "ada@contoso.example", "oid-ada"));
		CompletableFuture<?> anew = this.replicas.get(0).authenticateAsync(REQUEST);
		this.fixtures.get(0).time.advance(Duration.ofSeconds(5));
		assertThat(anew).isCompleted();
		slow.complete(new EntraResponse(400, Map.of(),
				"{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS70000: used already\"}"));
		assertThat(refreshed.join().value()).isEqualTo("token-3");
		assertThat(this.fixtures.get(1).prompts).isEmpty();
	}

	private void replicas(int count) {
		for (int i = 0; i < count; i++) {
			CredentialFixture fixture = new CredentialFixture(new VirtualTime(Instant.now()), this.store.view());
			this.fixtures.add(fixture);
			this.replicas.add(fixture.credential());
		}
	}

	private void signIn(int lifetime) {
		this.fixtures.get(0).transport.deviceCode().tokens("token-1", lifetime);
		CompletableFuture<AccessToken> token = this.replicas.get(0).getTokenAsync(REQUEST);
		pass(Duration.ofSeconds(5));
		assertThat(token).isCompleted();
	}

	private void pass(Duration time) {
		this.store.advance(time);
		this.fixtures.forEach((fixture) -> fixture.time.advance(time));
	}

}
