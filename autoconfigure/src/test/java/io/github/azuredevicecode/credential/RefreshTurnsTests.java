package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.RefreshLease;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.entra.http.EntraRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RefreshTurns}: how often replicas refresh the login that they share.
 */
class RefreshTurnsTests {

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private static final CachedLoginKey KEY = new CachedLoginKey("default", "client",
			"https://login.microsoftonline.com", "organizations", LoginMode.STANDARD);

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

	@ParameterizedTest
	@ValueSource(strings = { "first", "second" })
	void whoIsRefusedSinceASlowReplicaHasUsedTheRefreshTokenWaitsForItsTokens(String scope) {
		CompletableFuture<EntraResponse> slow = slowRefreshOfTheFirst(2);
		this.fixtures.get(1).transport.error("invalid_grant").tokens("token-3", 3600);
		CompletableFuture<AccessToken> second = this.replicas.get(1).getTokenAsync(TokenRequest.of(scope));
		passInSteps(25);
		assertThat(this.fixtures.get(1).transport.requestsTo("token")).hasSize(1);
		assertThat(second).isNotDone();
		slow.complete(tokens("token-2"));
		passInSteps(2);
		assertThat(second.join().value()).isEqualTo(scope.equals("first") ? "token-2" : "token-3");
		assertThat(lastRefreshToken(1)).isEqualTo(scope.equals("first") ? "refresh-token-1" : "refresh-token-2");
		assertThat(prompts()).isEqualTo(1);
	}

	@Test
	void whoComesWhenTheLeaseOfASlowReplicaHasEndedWaitsForItsTokensToo() {
		CompletableFuture<EntraResponse> slow = slowRefreshOfTheFirst(2);
		passInSteps(22);
		this.fixtures.get(1).transport.error("invalid_grant");
		CompletableFuture<AccessToken> second = this.replicas.get(1).getTokenAsync(TokenRequest.of("first"));
		passInSteps(2);
		assertThat(this.fixtures.get(1).transport.requestsTo("token")).hasSize(1);
		slow.complete(tokens("token-2"));
		passInSteps(2);
		assertThat(second.join().value()).isEqualTo("token-2");
		assertThat(prompts()).isEqualTo(1);
	}

	@Test
	void theSlowReplicaThatIsRefusedWaitsForTheOneThatHasOvertakenIt() {
		CompletableFuture<EntraResponse> slow = slowRefreshOfTheFirst(2);
		CompletableFuture<EntraResponse> overtaking = new CompletableFuture<>();
		this.fixtures.get(1).transport.answer(overtaking);
		CompletableFuture<AccessToken> second = this.replicas.get(1).getTokenAsync(TokenRequest.of("first"));
		passInSteps(22);
		assertThat(this.fixtures.get(1).transport.requestsTo("token")).hasSize(1);
		slow.complete(refused());
		passInSteps(2);
		overtaking.complete(tokens("token-2"));
		passInSteps(2);
		assertThat(second.join().value()).isEqualTo("token-2");
		assertThat(this.replicas.get(0).getTokenAsync(TokenRequest.of("first")).join().value()).isEqualTo("token-2");
		assertThat(prompts()).isEqualTo(1);
	}

	@Test
	void aReplicaThatKeepsItsLeaseIsOvertakenInTheStoreToo() {
		CompletableFuture<EntraResponse> slow = slowRefreshOfTheFirst(2);
		CompletableFuture<EntraResponse> slowToo = new CompletableFuture<>();
		this.fixtures.get(0).transport.answer(slowToo).tokens("token-3", 3600);
		CompletableFuture<AccessToken> third = this.replicas.get(0).getTokenAsync(TokenRequest.of("third"));
		CompletableFuture<EntraResponse> overtaking = new CompletableFuture<>();
		this.fixtures.get(1).transport.answer(overtaking);
		CompletableFuture<AccessToken> second = this.replicas.get(1).getTokenAsync(TokenRequest.of("first"));
		passInSteps(22);
		slow.complete(refused());
		slowToo.complete(refused());
		passInSteps(2);
		overtaking.complete(tokens("token-2"));
		passInSteps(2);
		assertThat(second.join().value()).isEqualTo("token-2");
		assertThat(third.join().value()).isEqualTo("token-3");
		assertThat(prompts()).isEqualTo(1);
	}

	@Test
	void twoOfOneReplicaThatAreRefusedWaitForTheTokensOfAnother() {
		CompletableFuture<EntraResponse> slow = slowRefreshOfTheFirst(2);
		List<CompletableFuture<EntraResponse>> answers = List.of(new CompletableFuture<>(), new CompletableFuture<>());
		answers.forEach(this.fixtures.get(1).transport::answer);
		CompletableFuture<AccessToken> second = this.replicas.get(1).getTokenAsync(TokenRequest.of("first"));
		CompletableFuture<AccessToken> third = this.replicas.get(1).getTokenAsync(TokenRequest.of("third"));
		passInSteps(22);
		assertThat(this.fixtures.get(1).transport.requestsTo("token")).hasSize(2);
		this.fixtures.get(1).transport.tokens("token-3", 3600);
		answers.forEach((answer) -> answer.complete(refused()));
		passInSteps(2);
		slow.complete(tokens("token-2"));
		passInSteps(3);
		assertThat(second.join().value()).isEqualTo("token-2");
		assertThat(third.join().value()).isEqualTo("token-3");
		assertThat(prompts()).isEqualTo(1);
	}

	@Test
	void theTokensOfASlowReplicaAreWaitedForAlthoughTwoHaveOvertakenIt() {
		CompletableFuture<EntraResponse> slow = slowRefreshOfTheFirst(3);
		List<CompletableFuture<EntraResponse>> answers = List.of(new CompletableFuture<>(), new CompletableFuture<>());
		List<CompletableFuture<AccessToken>> tokens = new ArrayList<>();
		for (int i = 1; i < 3; i++) {
			this.fixtures.get(i).transport.answer(answers.get(i - 1));
			tokens.add(this.replicas.get(i).getTokenAsync(TokenRequest.of("first")));
			passInSteps(21);
		}
		for (CompletableFuture<EntraResponse> answer : answers) {
			assertThat(answer.complete(refused())).isTrue();
			passInSteps(2);
		}
		slow.complete(tokens("token-2"));
		passInSteps(2);
		assertThat(tokens).allSatisfy((token) -> assertThat(token.join().value()).isEqualTo("token-2"));
		assertThat(prompts()).isEqualTo(1);
	}

	@Test
	void replicasThatHaveWaitedGoOnOneAtATime() {
		CompletableFuture<EntraResponse> slow = slowRefreshOfTheFirst(3);
		List<CompletableFuture<EntraResponse>> answers = List.of(new CompletableFuture<>(), new CompletableFuture<>());
		List<CompletableFuture<AccessToken>> tokens = new ArrayList<>();
		for (int i = 1; i < 3; i++) {
			this.fixtures.get(i).transport.error("invalid_grant").answer(answers.get(i - 1));
			tokens.add(this.replicas.get(i).getTokenAsync(TokenRequest.of("scope-" + i)));
		}
		passInSteps(24);
		assertThat(refreshesOf(1) + refreshesOf(2)).isEqualTo(2);
		slow.complete(tokens("token-2"));
		passInSteps(3);
		assertThat(refreshesOf(1) + refreshesOf(2)).isEqualTo(3);
		for (int i = 1; i < 3; i++) {
			answers.get(i - 1).complete(tokens("token-" + (2 + i)));
		}
		passInSteps(3);
		assertThat(tokens).allSatisfy((token) -> assertThat(token).isCompleted());
		assertThat(prompts()).isEqualTo(1);
	}

	private int refreshesOf(int replica) {
		return this.fixtures.get(replica).transport.requestsTo("token").size();
	}

	@Test
	void replicasThatHaveOvertakenEachOtherDoNotWaitForEachOther() {
		CompletableFuture<EntraResponse> slow = slowRefreshOfTheFirst(2);
		CompletableFuture<EntraResponse> overtaking = new CompletableFuture<>();
		this.fixtures.get(1).transport.answer(overtaking);
		this.replicas.get(1).getTokenAsync(TokenRequest.of("first"));
		passInSteps(30);
		CompletableFuture<EntraResponse> slowToo = new CompletableFuture<>();
		this.fixtures.get(0).transport.answer(slowToo).deviceCode();
		this.replicas.get(0).getTokenAsync(TokenRequest.of("third"));
		passInSteps(14);
		assertThat(this.fixtures.get(0).transport.requestsTo("token")).hasSize(3);
		List.of(slow, slowToo, overtaking).forEach((answer) -> answer.complete(refused()));
		passInSteps(3);
		assertThat(prompts()).isEqualTo(2);
	}

	@Test
	void whoIsRefusedDoesNotWaitForeverForOneReplicaAfterAnother() {
		slowRefreshOfTheFirst(2);
		this.fixtures.get(1).transport.error("invalid_grant").deviceCode();
		this.replicas.get(1).getTokenAsync(TokenRequest.of("first"));
		passInSteps(22);
		SharedStore.View another = this.store.view();
		for (int i = 0; i < 4; i++) {
			CachedLogin login = another.load(KEY);
			another.replace(KEY, login,
					login.withRefreshLease(new RefreshLease("replica-" + i, another.now().plusSeconds(20))));
			assertThat(prompts()).isEqualTo(1);
			passInSteps(9);
		}
		assertThat(prompts()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void replicasThatAreAllRefusedDoNotWaitForEachOther(boolean slowFirst) {
		CompletableFuture<EntraResponse> slow = slowRefreshOfTheFirst(2);
		CompletableFuture<EntraResponse> overtaking = new CompletableFuture<>();
		this.fixtures.get(1).transport.answer(overtaking);
		this.replicas.get(1).getTokenAsync(TokenRequest.of("first"));
		passInSteps(22);
		this.fixtures.forEach((fixture) -> fixture.transport.deviceCode());
		(slowFirst ? slow : overtaking).complete(refused());
		passInSteps(2);
		assertThat(prompts()).isEqualTo(1);
		(slowFirst ? overtaking : slow).complete(refused());
		passInSteps(2);
		assertThat(prompts()).isEqualTo(2);
	}

	@Test
	void whoIsRefusedDoesNotWaitForeverForAReplicaThatHasDied() {
		slowRefreshOfTheFirst(2);
		this.fixtures.get(1).transport.error("invalid_grant").deviceCode();
		this.replicas.get(1).getTokenAsync(TokenRequest.of("first"));
		passInSteps(45);
		assertThat(prompts()).isEqualTo(1);
		passInSteps(10);
		assertThat(prompts()).isEqualTo(2);
		// The dead one holds up nobody who comes later
		this.replicas.get(1).cancelSignIn();
		this.fixtures.get(1).transport.error("invalid_grant").deviceCode();
		this.replicas.get(1).getTokenAsync(TokenRequest.of("second"));
		passInSteps(1);
		assertThat(prompts()).isEqualTo(3);
	}

	@Test
	void whoIsRefusedAsTheOneBeforeItWasWaitsForNobody() {
		replicas(2);
		signIn(3600);
		this.replicas.get(1).getTokenAsync(REQUEST).join();
		this.fixtures.get(0).transport.error("invalid_grant").deviceCode();
		this.replicas.get(0).getTokenAsync(TokenRequest.of("first"));
		this.replicas.get(0).cancelSignIn();
		assertThat(prompts()).isEqualTo(2);
		this.fixtures.get(1).transport.error("invalid_grant").deviceCode();
		this.replicas.get(1).getTokenAsync(TokenRequest.of("first"));
		assertThat(prompts()).isEqualTo(3);
	}

	private CompletableFuture<EntraResponse> slowRefreshOfTheFirst(int count) {
		replicas(count);
		signIn(3600);
		this.replicas.forEach((replica) -> replica.getTokenAsync(REQUEST).join());
		CompletableFuture<EntraResponse> slow = new CompletableFuture<>();
		this.fixtures.get(0).transport.answer(slow);
		this.replicas.get(0).getTokenAsync(TokenRequest.of("first"));
		return slow;
	}

	private static EntraResponse tokens(String accessToken) {
		return new EntraResponse(200, Map.of(),
				ScriptedTransport.tokenBody(accessToken, 3600, "ada@contoso.example", "oid-ada"));
	}

	private static EntraResponse refused() {
		return new EntraResponse(400, Map.of(), "{\"error\":\"invalid_grant\"}");
	}

	private int prompts() {
		return this.fixtures.stream().mapToInt((fixture) -> fixture.transport.requestsTo("devicecode").size()).sum();
	}

	private String lastRefreshToken(int replica) {
		List<EntraRequest> requests = this.fixtures.get(replica).transport.requestsTo("token");
		return String.valueOf(requests.get(requests.size() - 1).form().get("refresh_token"));
	}

	private void passInSteps(int seconds) {
		for (int i = 0; i < seconds; i++) {
			pass(Duration.ofSeconds(1));
		}
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
