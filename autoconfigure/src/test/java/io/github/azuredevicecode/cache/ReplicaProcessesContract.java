package io.github.azuredevicecode.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.azuredevicecode.testsupport.EntraModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * What four processes do with a store that they share while it fails, by counts: callers
 * without an answer, prompts, requests to the service. Takes minutes and is no part of
 * the build, see {@code CONTRIBUTING.md}: each subclass says by itself that it needs a
 * property, since JUnit does not inherit that.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ReplicaProcessesContract {

	private static final int REPLICAS = 4;

	private static final int TRIES = Integer.getInteger("replicas.tries", 1);

	private static final String NO_ANSWER = "failed: no answer";

	private static final Duration DEADLINE = Duration.ofSeconds(120);

	private final List<ReplicaProcess> replicas = new ArrayList<>();

	private EntraModel entra;

	private Relay relay;

	private Path certificate;

	private int scopes;

	private int codes;

	private int refreshes;

	private int refused;

	private int spent;

	/**
	 * Returns the port of the server.
	 * @return the port
	 */
	protected abstract int port();

	/**
	 * Returns how a replica addresses the store.
	 * @param port the port to connect to
	 * @return the address
	 */
	protected abstract String address(int port);

	/**
	 * Makes the store one that can only be read, or one that can be written to again.
	 * @param readOnly whether it is to be read only
	 */
	protected abstract void readOnly(boolean readOnly) throws Exception;

	/**
	 * Deletes all logins.
	 */
	protected abstract void empty();

	@BeforeAll
	void start(@TempDir Path directory) throws Exception {
		this.entra = new EntraModel();
		this.relay = new Relay(port());
		this.certificate = Files.writeString(directory.resolve("certificate.pem"), this.entra.certificatePem());
		for (int i = 0; i < REPLICAS; i++) {
			this.replicas.add(start(Duration.ZERO));
		}
		// What they need once, they have then
		signIn(0);
		for (int i = 0; i < REPLICAS; i++) {
			assertThat(result(replica(i).perform("token " + scope()))).startsWith("token");
		}
	}

	private ReplicaProcess start(Duration clockAhead) throws IOException {
		return new ReplicaProcess(address(this.relay.port()), this.entra.authority(), this.certificate, clockAhead);
	}

	@BeforeEach
	void signOutAndIn() throws Exception {
		signOutEverywhere(0);
		empty();
		signIn(0);
		this.codes = this.entra.codes();
		this.refreshes = this.entra.refreshes();
		this.refused = this.entra.refused();
		this.spent = this.entra.spent();
	}

	@AfterAll
	void stop() throws IOException {
		this.replicas.forEach(ReplicaProcess::close);
		this.relay.close();
		this.entra.close();
	}

	@Test
	void aStoreThatCannotBeWrittenToKeepsNobodyWaiting() throws Exception {
		List<String> answers = new ArrayList<>();
		int lines = lines();
		readOnly(true);
		for (int i = 0; i < TRIES; i++) {
			answers.addAll(all("token " + scope()));
			answers.addAll(all("token " + scope()));
		}
		readOnly(false);
		lines = lines() - lines;
		int refreshes = this.entra.refreshes() - this.refreshes;
		report("D1 read-only: callers " + answers.size() + ", without a token " + failed(answers) + ", refreshes "
				+ refreshes + ", log lines " + lines);
		requireTokens(answers);
		assertThat(refreshes).isLessThanOrEqualTo(answers.size());
		assertThat(lines).isLessThanOrEqualTo(10 * answers.size());
		assertThat(this.entra.codes()).isEqualTo(this.codes);
	}

	@Test
	void anApprovalWhileTheStoreIsAwayIsSavedWithoutAnotherPrompt() throws Exception {
		List<String> answers = new ArrayList<>();
		long slowest = 0;
		for (int i = 0; i < TRIES; i++) {
			signOutEverywhere(i);
			int codes = this.entra.codes();
			int prompts = prompts();
			CompletableFuture<String> token = replica(i).perform("token scope");
			CompletableFuture<String> other = replica(i + 1).perform("token scope");
			// All show the code, so that both callers wait for the user alone
			await().atMost(DEADLINE).until(() -> prompts() >= prompts + REPLICAS);
			this.relay.cut();
			this.entra.approve();
			answers.add(either(token, other));
			this.relay.restore();
			long back = System.nanoTime();
			answers.add(result(token));
			answers.add(result(other));
			// The others have to be connected again first
			await().atMost(DEADLINE).until(() -> failed(all("token scope")) == 0);
			slowest = Math.max(slowest, System.nanoTime() - back);
			assertThat(this.entra.codes()).isEqualTo(codes + 1);
		}
		report("D2 approved in an outage: tries " + TRIES + ", callers without a token " + failed(answers)
				+ ", second prompts 0, polls with a spent code " + (this.entra.spent() - this.spent)
				+ "; slowest until all had it " + TimeUnit.NANOSECONDS.toMillis(slowest)
				+ " ms after the end of the outage");
		requireTokens(answers);
	}

	@Test
	void aSignOutInAnOutageReachesAllByItself() throws Exception {
		long slowest = 0;
		for (int i = 0; i < TRIES; i++) {
			if (i > 0) {
				signIn(i);
			}
			this.relay.cut();
			assertThat(result(replica(i).perform("sign-out"))).startsWith("failed");
			assertThat(result(replica(i).perform("who"))).isEqualTo("nobody");
			this.relay.restore();
			long back = System.nanoTime();
			awaitNobody();
			slowest = Math.max(slowest, System.nanoTime() - back);
		}
		report("D2 signed out in an outage: tries " + TRIES + ", undone 0; slowest until everywhere "
				+ TimeUnit.NANOSECONDS.toMillis(slowest) + " ms after the end of the outage");
	}

	@Test
	void refreshesWithoutTheStoreAreAnswered() throws Exception {
		List<String> answers = new ArrayList<>();
		this.relay.cut();
		for (int i = 0; i < TRIES; i++) {
			answers.addAll(all("token " + scope()));
		}
		this.relay.restore();
		report("D3 refreshed in an outage: callers " + answers.size() + ", without a token " + failed(answers));
		requireTokens(answers);
		assertThat(this.entra.codes()).isEqualTo(this.codes);
	}

	@Test
	void transactionsThatHoldAllConnectionsKeepNobodyWaiting() throws Exception {
		assumeThat(address(port())).startsWith("jdbc:");
		List<String> answers = new ArrayList<>();
		long slowest = 0;
		for (int i = 0; i < TRIES; i++) {
			long begun = System.nanoTime();
			answers.addAll(all("token-with-all-connections " + scope()));
			slowest = Math.max(slowest, System.nanoTime() - begun);
		}
		report("D4 all connections held by transactions: callers " + answers.size() + ", without a token "
				+ failed(answers) + "; slowest " + TimeUnit.NANOSECONDS.toMillis(slowest) + " ms");
		requireTokens(answers);
		assertThat(this.entra.codes()).isEqualTo(this.codes);
	}

	@Test
	void aProcessThatStartsWhileTransactionsHoldAllConnectionsIsAnswered() throws Exception {
		assumeThat(address(port())).startsWith("jdbc:");
		List<String> answers = new ArrayList<>();
		long slowest = 0;
		for (int i = 0; i < TRIES; i++) {
			try (ReplicaProcess fresh = start(Duration.ZERO)) {
				fresh.awaitReady();
				long begun = System.nanoTime();
				answers.add(result(fresh.perform("token-with-all-connections " + scope())));
				slowest = Math.max(slowest, System.nanoTime() - begun);
				await().atMost(DEADLINE).until(() -> result(fresh.perform("token scope")).startsWith("token"));
			}
		}
		report("D4 started while all connections are held by transactions: callers " + answers.size()
				+ ", without an answer " + answers.stream().filter(NO_ANSWER::equals).count() + ", without a token "
				+ failed(answers) + "; slowest " + TimeUnit.NANOSECONDS.toMillis(slowest) + " ms");
		assertThat(answers).doesNotContain(NO_ANSWER);
		assertThat(this.entra.codes()).isEqualTo(this.codes);
	}

	@Test
	void theTokenOfAReplicaWhoseClockIsAheadIsUsedByAllUntilItExpiresAndNoLonger() throws Exception {
		List<String> answers = new ArrayList<>();
		int expired = 0;
		this.entra.lifetime(Duration.ofSeconds(15));
		try (ReplicaProcess ahead = start(Duration.ofHours(2))) {
			for (int i = 0; i < TRIES; i++) {
				String scope = scope();
				String token = result(ahead.perform("token " + scope));
				answers.add(token);
				answers.addAll(all("token " + scope));
				await().atMost(DEADLINE).until(() -> this.entra.hasExpired(token));
				List<String> later = all("token " + scope);
				expired += (int) later.stream().filter(this.entra::hasExpired).count();
				answers.addAll(later);
			}
		}
		finally {
			this.entra.lifetime(Duration.ofHours(1));
		}
		report("D6 a clock that is 2 hours ahead: callers " + answers.size() + ", without a token " + failed(answers)
				+ ", with an expired token " + expired);
		requireTokens(answers);
		assertThat(expired).isZero();
	}

	@Test
	void aReplicaWhoseClockIsAheadUsesTheTokensOfTheOthers() throws Exception {
		List<String> answers = new ArrayList<>();
		try (ReplicaProcess ahead = start(Duration.ofHours(2))) {
			for (int i = 0; i < TRIES; i++) {
				String command = "token " + scope();
				answers.add(result(replica(i).perform(command)));
				answers.add(result(ahead.perform(command)));
			}
		}
		report("D6 beside a clock that is 2 hours ahead: cycles " + TRIES + ", refreshes "
				+ (this.entra.refreshes() - this.refreshes) + ", callers without a token " + failed(answers));
		requireTokens(answers);
		assertThat(this.entra.refreshes() - this.refreshes).isEqualTo(TRIES);
	}

	@Test
	void aRefreshThatIsRefusedAfterAnotherHasSignedInTakesTheNewLogin() throws Exception {
		List<String> answers = new ArrayList<>();
		for (int i = 0; i < TRIES; i++) {
			int codes = this.entra.codes();
			CountDownLatch answer = new CountDownLatch(1);
			this.entra.refreshesWait(answer);
			int refreshes = this.entra.refreshes();
			CompletableFuture<String> refreshed = replica(i + 1).perform("token " + scope());
			await().atMost(DEADLINE).until(() -> this.entra.refreshes() > refreshes);
			CompletableFuture<String> signedIn = replica(i).perform("authenticate");
			await().atMost(DEADLINE).until(() -> signedIn.isDone() || this.entra.codes() == codes + 1);
			this.entra.approve();
			answers.add(result(signedIn));
			answer.countDown();
			answers.add(result(refreshed));
			assertThat(this.entra.codes()).isEqualTo(codes + 1);
		}
		report("D5 refused after another has signed in: tries " + TRIES + ", refused "
				+ (this.entra.refused() - this.refused) + ", callers without a token " + failed(answers)
				+ ", needless prompts 0");
		requireTokens(answers);
	}

	@Test
	void refreshTokensThatAreGoodForOnceAreUsedByOneAtATime() throws Exception {
		this.entra.singleUse(true);
		List<CompletableFuture<String>> pending = new ArrayList<>();
		for (int i = 0; i < TRIES; i++) {
			for (int replica = 0; replica < REPLICAS; replica++) {
				pending.add(replica(replica).perform("token " + scope()));
			}
		}
		List<String> answers = new ArrayList<>();
		for (CompletableFuture<String> each : pending) {
			answers.add(result(each));
		}
		this.entra.singleUse(false);
		int refreshes = this.entra.refreshes() - this.refreshes;
		report("D5 single-use refresh tokens: callers " + answers.size() + ", without a token " + failed(answers)
				+ ", refreshes " + refreshes + ", refused " + (this.entra.refused() - this.refused));
		requireTokens(answers);
		// One that takes too long lets the next begin
		assertThat(refreshes).isLessThanOrEqualTo(2 * answers.size());
		assertThat(this.entra.codes()).isEqualTo(this.codes);
	}

	@Test
	void oneReplicaRefreshesForAll() throws Exception {
		List<String> answers = new ArrayList<>();
		for (int i = 0; i < TRIES; i++) {
			answers.addAll(all("token " + scope()));
		}
		report("D7 refreshes for " + REPLICAS + " replicas: cycles " + TRIES + ", refreshes "
				+ (this.entra.refreshes() - this.refreshes) + ", callers without a token " + failed(answers));
		requireTokens(answers);
		assertThat(this.entra.refreshes() - this.refreshes).isEqualTo(TRIES);
	}

	@Test
	void aSignOutReachesAll() throws Exception {
		long slowest = 0;
		for (int i = 0; i < TRIES; i++) {
			if (i > 0) {
				signIn(i);
			}
			slowest = Math.max(slowest, signOutEverywhere(i));
		}
		report("sign-out: tries " + TRIES + ", resurrected 0; slowest until everywhere "
				+ TimeUnit.NANOSECONDS.toMillis(slowest) + " ms");
	}

	private void signIn(int number) throws Exception {
		int codes = this.entra.codes();
		CompletableFuture<String> token = replica(number).perform("token scope");
		await().atMost(DEADLINE).until(() -> this.entra.codes() == codes + 1);
		this.entra.approve();
		assertThat(result(token)).startsWith("token");
		requireTokens(all("token scope"));
	}

	private long signOutEverywhere(int number) throws Exception {
		long begun = System.nanoTime();
		// It may not be connected again after an outage
		result(replica(number).perform("sign-out"));
		awaitNobody();
		return System.nanoTime() - begun;
	}

	private void awaitNobody() {
		await().atMost(DEADLINE)
			.pollInterval(Duration.ofMillis(50))
			.until(() -> all("who").stream().allMatch("nobody"::equals));
	}

	private ReplicaProcess replica(int number) {
		return this.replicas.get(number % REPLICAS);
	}

	private String scope() {
		return "scope-" + ++this.scopes;
	}

	private List<String> all(String command) throws Exception {
		List<CompletableFuture<String>> pending = this.replicas.stream()
			.map((replica) -> replica.perform(command))
			.toList();
		List<String> answers = new ArrayList<>();
		for (CompletableFuture<String> each : pending) {
			answers.add(result(each));
		}
		return answers;
	}

	private static String either(CompletableFuture<String> one, CompletableFuture<String> other) throws Exception {
		return String.valueOf(CompletableFuture.anyOf(one, other).get(DEADLINE.toSeconds(), TimeUnit.SECONDS));
	}

	private static String result(CompletableFuture<String> pending) throws Exception {
		try {
			return pending.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			return NO_ANSWER;
		}
	}

	private void requireTokens(List<String> answers) {
		assertThat(answers).as(() -> this.replicas.stream().map(ReplicaProcess::logged).toList().toString())
			.noneMatch((answer) -> answer.startsWith("failed"));
	}

	private static long failed(List<String> answers) {
		return answers.stream().filter((answer) -> answer.startsWith("failed")).count();
	}

	private int prompts() {
		return this.replicas.stream().mapToInt(ReplicaProcess::prompts).sum();
	}

	private int lines() {
		return this.replicas.stream().mapToInt((replica) -> replica.logged().size()).sum();
	}

	private void report(String line) {
		System.out.println(getClass().getSimpleName().replace("ReplicaProcessesTests", "") + " | " + line);
	}

}
