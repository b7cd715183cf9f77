package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.entra.http.EntraRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ten thousand callers, by count and never by time: blocking ones on 64 threads, or on
 * virtual threads where the JVM has them, so that all of them wait at once.
 */
class StressTests {

	private static final int CALLERS = 10_000;

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private final CredentialFixture fixture = new CredentialFixture(new VirtualTime(Instant.now()));

	private final ExecutorService workers = Executors.newCachedThreadPool(daemon());

	private final ExecutorService callers = callers();

	private final AtomicBoolean stop = new AtomicBoolean();

	private static ThreadFactory daemon() {
		return (task) -> {
			Thread thread = new Thread(task, "stress");
			thread.setDaemon(true);
			return thread;
		};
	}

	private static ExecutorService callers() {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			return Executors.newFixedThreadPool(64, daemon());
		}
	}

	@AfterEach
	void stop() {
		this.stop.set(true);
		this.callers.shutdownNow();
		this.workers.shutdownNow();
	}

	@Test
	void onAnEmptyCacheAllGetTheOneTokenOfTheOnePrompt() throws Exception {
		DefaultDeviceCodeCredential credential = credential();
		this.fixture.transport.deviceCode();
		List<Future<AccessToken>> tokens = call(credential);
		Awaitility.await().until(() -> this.fixture.time.pending() > 0);
		this.fixture.transport.tokens("token-1", 3600);
		this.fixture.time.advance(Duration.ofSeconds(5));
		assertThat(values(tokens)).containsOnly(Map.entry("token-1", CALLERS));
		assertThat(this.fixture.prompts).hasSize(1);
		assertThat(this.fixture.transport.requests()).hasSize(2);
	}

	@Test
	void onAnExpiredTokenAllGetTheOneRefreshedToken() throws Exception {
		DefaultDeviceCodeCredential credential = signedIn();
		this.fixture.time.jumpWallClock(Duration.ofHours(2));
		CompletableFuture<EntraResponse> refresh = new CompletableFuture<>();
		this.fixture.transport.answer(refresh);
		List<Future<AccessToken>> tokens = call(credential);
		Awaitility.await().until(() -> this.fixture.transport.requestsTo("token").size() == 2);
		refresh.complete(tokens("token-2"));
		assertThat(values(tokens)).containsOnly(Map.entry("token-2", CALLERS));
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(2);
		assertThat(this.fixture.prompts).hasSize(1);
	}

	@Test
	void duringARefreshAheadNobodyWaits() throws Exception {
		DefaultDeviceCodeCredential credential = signedIn();
		this.fixture.time.jumpWallClock(Duration.ofMinutes(57));
		CompletableFuture<EntraResponse> refresh = new CompletableFuture<>();
		this.fixture.transport.answer(refresh);
		// All of them have their token although the service has not answered
		assertThat(values(call(credential))).containsOnly(Map.entry("token-1", CALLERS));
		Awaitility.await().until(() -> this.fixture.transport.requestsTo("token").size() == 2);
		assertThat(values(call(credential))).containsOnly(Map.entry("token-1", CALLERS));
		refresh.complete(tokens("token-2"));
		Awaitility.await().until(() -> credential.getToken(REQUEST).value().equals("token-2"));
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(2);
	}

	@Test
	void whileTheUserIsSignedOutAndInNobodyGetsATokenOfBefore() throws Exception {
		DefaultDeviceCodeCredential credential = this.fixture
			.credential((builder) -> builder.executor(this.workers).disableAutomaticAuthentication(true));
		AtomicInteger floor = new AtomicInteger();
		List<Future<Integer>> readers = new ArrayList<>();
		CountDownLatch reading = new CountDownLatch(4);
		for (int i = 0; i < 4; i++) {
			readers.add(this.workers.submit(() -> {
				int reads = 0;
				while (!this.stop.get()) {
					int least = floor.get();
					reads += read(credential, least);
					reading.countDown();
				}
				return reads;
			}));
		}
		reading.await();
		// By what is asked and not in turn: a reader may renew the login of before
		this.fixture.transport.answerOthers((request) -> answer(request, floor.get()));
		for (int round = 1; round <= 200; round++) {
			credential.signOut();
			floor.set(round);
			int polls = polls() + 1;
			Future<?> signIn = this.workers.submit(() -> credential.authenticate(REQUEST));
			Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
				// No further once it has polled: the token would run out
				if (polls() < polls && this.fixture.time.pending() > 0) {
					this.fixture.time.advance(Duration.ofSeconds(1));
				}
				return signIn.isDone();
			});
			signIn.get();
		}
		this.stop.set(true);
		for (Future<Integer> reader : readers) {
			assertThat(reader.get()).isPositive();
		}
		assertThat(credential.getToken(REQUEST).value()).isEqualTo("token-200");
	}

	private int polls() {
		return (int) this.fixture.transport.requestsTo("token").stream().filter(StressTests::isPoll).count();
	}

	private static boolean isPoll(EntraRequest request) {
		return request.form() != null && request.form().containsKey("device_code");
	}

	private static EntraResponse answer(EntraRequest request, int round) {
		if (request.uri().getPath().endsWith("/devicecode")) {
			return new EntraResponse(200, Map.of(), ScriptedTransport.codeBody(round, 5, 86_400));
		}
		return isPoll(request) ? tokens("token-" + round)
				: new EntraResponse(400, Map.of(), "{\"error\":\"invalid_grant\"}");
	}

	// Reads what is held, and never asks anybody
	private static int read(DefaultDeviceCodeCredential credential, int least) {
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		if (!token.isDone()) {
			token.cancel(true);
			return 0;
		}
		if (token.isCompletedExceptionally()) {
			return 0;
		}
		assertThat(Integer.parseInt(token.join().value().substring("token-".length()))).isGreaterThanOrEqualTo(least);
		return 1;
	}

	@Test
	void whileTheCredentialClosesEverybodyGetsAnAnswer() throws Exception {
		DefaultDeviceCodeCredential credential = credential();
		this.fixture.transport.deviceCode();
		List<Future<AccessToken>> tokens = call(credential);
		Awaitility.await().until(() -> this.fixture.time.pending() > 0);
		credential.close();
		int failures = 0;
		for (Future<AccessToken> token : tokens) {
			try {
				token.get();
			}
			catch (ExecutionException ex) {
				assertThat(ex).hasCauseInstanceOf(ClientAuthenticationException.class);
				failures++;
			}
		}
		assertThat(failures).isEqualTo(CALLERS);
	}

	@Test
	void aHundredPendingSignInsHoldNoThreadAndStarveNobody() throws Exception {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		List<CredentialFixture> pending = IntStream.range(0, 100).mapToObj((i) -> new CredentialFixture()).toList();
		List<DefaultDeviceCodeCredential> credentials = new ArrayList<>();
		List<CompletableFuture<AccessToken>> tokens = new ArrayList<>();
		for (CredentialFixture each : pending) {
			each.transport.deviceCode();
			DefaultDeviceCodeCredential credential = each.credential((builder) -> builder.executor(this.workers));
			credentials.add(credential);
			tokens.add(credential.getTokenAsync(REQUEST));
		}
		Awaitility.await().until(() -> pending.stream().allMatch((each) -> each.time.pending() == 1));
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> !before.contains(thread) && thread.getName().equals("stress"))
				.allMatch(StressTests::isIdle));
		DefaultDeviceCodeCredential signedIn = signedIn();
		assertThat(signedIn.getToken(REQUEST).value()).isEqualTo("token-1");
		assertThat(CompletableFuture.supplyAsync(() -> "of the application").get()).isEqualTo("of the application");
		assertThat(ForkJoinPool.commonPool().submit(() -> "too").get()).isEqualTo("too");
		for (CredentialFixture each : pending) {
			each.transport.tokens("token", 3600);
			each.time.advance(Duration.ofSeconds(5));
		}
		for (CompletableFuture<AccessToken> token : tokens) {
			assertThat(token.get().value()).isEqualTo("token");
		}
		credentials.forEach(DefaultDeviceCodeCredential::close);
	}

	// A thread of the pool that waits for its next task
	private static boolean isIdle(Thread thread) {
		StackTraceElement[] trace = thread.getStackTrace();
		return trace.length == 0 || IntStream.range(0, trace.length)
			.noneMatch((i) -> trace[i].getClassName().startsWith("io.github.azuredevicecode"));
	}

	private DefaultDeviceCodeCredential credential() {
		return this.fixture.credential((builder) -> builder.executor(this.workers));
	}

	private DefaultDeviceCodeCredential signedIn() throws Exception {
		DefaultDeviceCodeCredential credential = credential();
		this.fixture.transport.deviceCode().tokens("token-1", 3600);
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		Awaitility.await().until(() -> this.fixture.time.pending() > 0);
		this.fixture.time.advance(Duration.ofSeconds(5));
		token.get();
		return credential;
	}

	private List<Future<AccessToken>> call(DefaultDeviceCodeCredential credential) {
		Callable<AccessToken> call = () -> credential.getToken(REQUEST);
		return IntStream.range(0, CALLERS).mapToObj((i) -> this.callers.submit(call)).toList();
	}

	private static Map<String, Integer> values(List<Future<AccessToken>> tokens) throws Exception {
		List<String> values = new ArrayList<>();
		for (Future<AccessToken> token : tokens) {
			values.add(token.get().value());
		}
		return values.stream().collect(Collectors.toMap((value) -> value, (value) -> 1, Integer::sum));
	}

	private static EntraResponse tokens(String accessToken) {
		return new EntraResponse(200, Map.of(),
				ScriptedTransport.tokenBody(accessToken, 3600, "ada@contoso.example", "oid-ada"));
	}

}
