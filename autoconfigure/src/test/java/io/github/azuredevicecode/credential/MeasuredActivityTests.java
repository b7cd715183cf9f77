package io.github.azuredevicecode.credential;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import io.github.azuredevicecode.observation.ObservationDeviceCodeInstrumentation;
import io.github.azuredevicecode.testsupport.ObservationTree;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an instrumentation hears of a credential, shown by observations, on virtual time
 * and with a thread for each task.
 */
@ExtendWith(OutputCaptureExtension.class)
class MeasuredActivityTests {

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private static final String FAULT = "The instrumentation of the device code credential failed";

	private final ObservationTree tree = new ObservationTree();

	private final TestObservationRegistry registry = TestObservationRegistry.builder()
		.validateObservationsWithTheSameNameHavingTheSameSetOfLowCardinalityKeys(true)
		.validateScopesClosedInReverseOrderOfOpening(true)
		.validateScopesOpenedAndClosedOnTheSameThread(true)
		.build();

	private final ObservationDeviceCodeInstrumentation instrumentation = new ObservationDeviceCodeInstrumentation(
			() -> this.registry, List.of(), null);

	private final CredentialFixture fixture = new CredentialFixture();

	MeasuredActivityTests() {
		this.registry.observationConfig().observationHandler(this.tree);
	}

	@Test
	void aWholeSignInIsOneTreeBelowWhatTheFirstCallerDoes(CapturedOutput output) {
		this.fixture.transport.deviceCode().pending().error("slow_down").answer(503, "busy").tokens("token-1", 3600);
		DeviceCodeCredential credential = credential((builder) -> builder.promptHandler(
				(prompt) -> Observation.createNotStarted("message", this.registry).observe(() -> prompt.userCode())));
		CompletableFuture<AccessToken> first = below("caller", () -> credential.getTokenAsync(REQUEST));
		CompletableFuture<AccessToken> second = below("other", () -> credential.getTokenAsync(REQUEST));
		this.fixture.time.advance(Duration.ofMinutes(2));
		assertThat(first).isCompleted();
		assertThat(second).isCompleted();
		assertThat(this.tree).hasToString("""
				caller
				  azure.devicecode.token error.code=none outcome=success source=sign-in trigger=caller
				    azure.devicecode.store access=load outcome=success store=InMemoryTokenCache
				    azure.devicecode.signin error.code=none outcome=success
				      azure.devicecode.store access=load outcome=success store=InMemoryTokenCache
				      azure.devicecode.prompt outcome=success
				        message
				      azure.devicecode.poll outcome=pending
				      azure.devicecode.poll outcome=slow_down
				      azure.devicecode.poll outcome=unavailable
				      azure.devicecode.poll outcome=success
				      azure.devicecode.store access=replace outcome=success store=InMemoryTokenCache
				other
				""");
		assertThat(output).doesNotContain(FAULT);
	}

	@Test
	void noKeyTellsASecretOrNamesAUserAndTheAttemptIsOfHighCardinality() {
		this.fixture.transport.deviceCode().pending().error("authorization_declined");
		CompletableFuture<AccessToken> declined = credential().getTokenAsync(REQUEST);
		this.fixture.time.advance(Duration.ofSeconds(10));
		assertThat(declined).isCompletedExceptionally();
		signIn(credential());
		assertThat(this.tree.contexts()).isNotEmpty().allSatisfy((context) -> {
			assertThat(context.getAllKeyValues()).extracting(KeyValue::getValue)
				.noneMatch((value) -> value.matches("(?i).*(device-code|USERCODE|token-1|ada@|contoso|AADSTS).*"));
			assertThat(context.getLowCardinalityKeyValues()).extracting(KeyValue::getKey).doesNotContain("attempt.id");
		});
		String attemptId = this.fixture.prompts.get(0).attemptId();
		assertThat(named("signin").get(0).getHighCardinalityKeyValue("attempt.id").getValue()).isEqualTo(attemptId);
		assertThat(named("prompt").get(0).getHighCardinalityKeyValue("attempt.id").getValue()).isEqualTo(attemptId);
		assertThat(named("poll").get(0).getHighCardinalityKeyValue("attempt.id").getValue()).isEqualTo(attemptId);
	}

	@Test
	void aTokenFromTheTableIsNotObserved() {
		DeviceCodeCredential credential = credential();
		signIn(credential);
		this.tree.clear();
		assertThat(credential.getToken("scope").value()).isEqualTo("token-1");
		assertThat(credential.getTokenAsync(REQUEST)).isCompleted();
		assertThat(this.tree.contexts()).isEmpty();
	}

	@Test
	void aTokenIsRefreshed() {
		DeviceCodeCredential credential = credential();
		signIn(credential);
		this.tree.clear();
		this.fixture.time.advance(Duration.ofHours(2));
		this.fixture.transport.tokens("token-2", 3600);
		credential.getToken(REQUEST);
		assertThat(this.tree).hasToString("""
				azure.devicecode.token error.code=none outcome=success source=refresh trigger=caller
				  azure.devicecode.store access=load outcome=success store=InMemoryTokenCache
				  azure.devicecode.store access=replace outcome=success store=InMemoryTokenCache
				""");
	}

	@Test
	void aTokenIsRenewedAheadOfItsExpiry() {
		DeviceCodeCredential credential = credential();
		signIn(credential);
		this.tree.clear();
		this.fixture.time.advance(Duration.ofMinutes(57));
		this.fixture.transport.error("server_error").tokens("token-2", 3600);
		credential.getToken(REQUEST);
		this.fixture.time.advance(Duration.ofMinutes(1));
		below("caller", () -> credential.getToken(REQUEST));
		assertThat(lines("token")).containsExactly(
				"azure.devicecode.token error.code=server_error outcome=error source=refresh trigger=renewal",
				"azure.devicecode.token error.code=none outcome=success source=refresh trigger=renewal");
		assertThat(this.tree.toString()).contains("caller\n  azure.devicecode.token");
	}

	@Test
	void aTokenIsFoundInTheKeptLogin() {
		CredentialFixture today = new CredentialFixture(new VirtualTime(Instant.now()));
		today.transport.deviceCode().tokens("token-1", 3600);
		DeviceCodeCredential before = today.credential();
		before.getTokenAsync(REQUEST);
		today.time.advance(Duration.ofSeconds(5));
		CredentialFixture restarted = new CredentialFixture(today.time, today.store);
		restarted.credential((builder) -> builder.instrumentation(this.instrumentation)).getToken(REQUEST);
		assertThat(lines("token"))
			.containsExactly("azure.devicecode.token error.code=none outcome=success source=cache trigger=caller");
	}

	@Test
	void whoAsksToSignInIsTheParent() throws Exception {
		this.fixture.transport.deviceCode().tokens("token-1", 3600);
		DeviceCodeCredential credential = credential();
		CompletableFuture<Object> signedIn = CompletableFuture
			.supplyAsync(() -> below("caller", () -> credential.authenticate(REQUEST)));
		Awaitility.await().until(() -> this.fixture.time.pending() == 1);
		this.fixture.time.advance(Duration.ofSeconds(5));
		signedIn.get(30, TimeUnit.SECONDS);
		assertThat(this.tree.toString())
			.startsWith("caller\n  azure.devicecode.signin error.code=none outcome=success\n");
	}

	@Test
	void everyFailureEndsWhatItFails() {
		DeviceCodeCredential credential = credential((builder) -> builder.timeout(Duration.ofSeconds(7)));
		this.fixture.transport.deviceCode().error("authorization_declined");
		fails(credential, "authorization_declined", "declined");
		this.fixture.transport.deviceCode().pending();
		fails(credential, "none", "timed_out");
		this.fixture.transport.fail(new IOException("no network"));
		fails(credential, "none", "error");
		this.fixture.transport.answer(400, "{\"error\":\"Anything <that> a proxy says\"}");
		fails(credential, "other", "error");
		assertThat(lines("poll")).containsExactly("azure.devicecode.poll outcome=error",
				"azure.devicecode.poll outcome=pending");
		assertThat(this.tree.toString()).doesNotContain("(open)");
	}

	@Test
	void aPromptHandlerThatThrowsIsTold() {
		this.fixture.transport.deviceCode();
		CompletableFuture<AccessToken> token = credential((builder) -> builder.promptHandler((prompt) -> {
			throw new IllegalStateException("no screen");
		})).getTokenAsync(REQUEST);
		assertThat(token).isCompletedExceptionally();
		assertThat(lines("prompt")).containsExactly("azure.devicecode.prompt outcome=error");
		assertThat(named("prompt").get(0).getError()).hasMessage("no screen");
	}

	@Test
	void whatIsGivenUpIsCancelled(CapturedOutput output) {
		CompletableFuture<EntraResponse> polled = new CompletableFuture<>();
		this.fixture.transport.deviceCode().answer(polled);
		CompletableFuture<AccessToken> token = credential().getTokenAsync(REQUEST);
		this.fixture.time.advance(Duration.ofSeconds(5));
		assertThat(lines("poll")).containsExactly("azure.devicecode.poll outcome=none (open)");
		token.cancel(true);
		assertThat(lines("token"))
			.containsExactly("azure.devicecode.token error.code=none outcome=cancelled source=sign-in trigger=caller");
		assertThat(lines("signin")).containsExactly("azure.devicecode.signin error.code=none outcome=cancelled");
		assertThat(lines("poll")).containsExactly("azure.devicecode.poll outcome=cancelled");
		assertThat(this.tree.toString()).doesNotContain("(open)");
		assertThat(output).doesNotContain(FAULT);
	}

	@Test
	void aSignOutAndACloseEndEverything() {
		this.fixture.transport.deviceCode().deviceCode();
		DeviceCodeCredential credential = credential();
		credential.getTokenAsync(REQUEST);
		credential.signOut();
		credential.getTokenAsync(REQUEST);
		credential.close();
		assertThat(lines("token")).hasSize(2).allMatch((line) -> line.contains("outcome=cancelled"));
		assertThat(this.tree.toString()).doesNotContain("(open)");
	}

	@Test
	void anAccessToTheStoreThatComesTooLateIsAConflict() {
		SharedStore store = new SharedStore();
		SharedStore.View view = store.view();
		CredentialFixture shared = new CredentialFixture(this.fixture.time, view);
		shared.transport.deviceCode().tokens("token-1", 3600);
		DeviceCodeCredential credential = shared.credential((builder) -> builder.instrumentation(this.instrumentation));
		credential.getTokenAsync(REQUEST);
		shared.time.advance(Duration.ofSeconds(5));
		CompletableFuture<EntraResponse> slow = new CompletableFuture<>();
		shared.transport.answer(slow);
		shared.time.advance(Duration.ofHours(2));
		CompletableFuture<AccessToken> first = credential.getTokenAsync(REQUEST);
		CredentialFixture another = new CredentialFixture(this.fixture.time, store.view());
		another.transport.tokens("token-3", 3600);
		CompletableFuture<AccessToken> impatient = another.credential().getTokenAsync(TokenRequest.of("other"));
		store.advance(Duration.ofMinutes(1));
		shared.time.advance(Duration.ofMinutes(1));
		assertThat(impatient).isCompleted();
		slow.complete(new EntraResponse(200, Map.of(),
				ScriptedTransport.tokenBody("token-2", 3600, "ada@contoso.example", "oid-ada")));
		assertThat(first).isCompleted();
		assertThat(lines("store"))
			.contains("azure.devicecode.store access=replace outcome=conflict store=SharedStore$View");
		store.down(true);
		assertThatExceptionOfType(ClientAuthenticationException.class).isThrownBy(credential::signOut);
		assertThat(lines("store")).contains("azure.devicecode.store access=load outcome=error store=SharedStore$View");
		assertThat(this.tree.toString()).doesNotContain("(open)");
	}

	@Test
	void aFaultOfTheInstrumentationChangesNothing(CapturedOutput output) {
		DeviceCodeCredential credential = this.fixture
			.credential((builder) -> builder.instrumentation((operation, details) -> {
				throw new IllegalStateException("cannot begin");
			}));
		assertThat(signIn(credential)).isCompleted();
		assertThat(output).contains("cannot begin");
		credential.signOut();
		assertThat(signIn(this.fixture
			.credential((builder) -> builder.instrumentation((operation, details) -> new FaultyActivity()))))
			.isCompleted();
		assertThat(output).contains("cannot open", "cannot close", "cannot note", "cannot end");
	}

	private void fails(DeviceCodeCredential credential, String errorCode, String outcome) {
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		this.fixture.time.advance(Duration.ofSeconds(10));
		assertThat(token).isCompletedExceptionally();
		List<String> signIns = lines("signin");
		assertThat(signIns.get(signIns.size() - 1))
			.isEqualTo("azure.devicecode.signin error.code=" + errorCode + " outcome=" + outcome);
		List<String> tokens = lines("token");
		assertThat(tokens.get(tokens.size() - 1)).isEqualTo("azure.devicecode.token error.code=" + errorCode
				+ " outcome=" + outcome + " source=sign-in trigger=caller");
	}

	private CompletableFuture<AccessToken> signIn(DeviceCodeCredential credential) {
		this.fixture.transport.deviceCode().tokens("token-1", 3600);
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		this.fixture.time.advance(Duration.ofSeconds(5));
		return token;
	}

	private DeviceCodeCredential credential() {
		return credential((builder) -> {
		});
	}

	private DeviceCodeCredential credential(Consumer<DeviceCodeCredential.Builder> customizer) {
		return this.fixture.credential((builder) -> customizer
			.accept(builder.instrumentation(this.instrumentation).executor(MeasuredActivityTests::runElsewhere)));
	}

	// Nothing that belongs to the caller's thread is there
	private static void runElsewhere(Runnable task) {
		Thread thread = new Thread(task);
		thread.start();
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private <T> T below(String caller, Supplier<T> call) {
		return Observation.createNotStarted(caller, this.registry).observe(call);
	}

	private List<Observation.Context> named(String name) {
		return this.tree.contexts()
			.stream()
			.filter((context) -> ("azure.devicecode." + name).equals(context.getName()))
			.toList();
	}

	private List<String> lines(String name) {
		return this.tree.toString()
			.lines()
			.map(String::strip)
			.filter((line) -> line.startsWith("azure.devicecode." + name + " "))
			.toList();
	}

	private static final class FaultyActivity implements DeviceCodeInstrumentation.Activity {

		private int scopes;

		@Override
		public void note(DeviceCodeInstrumentation.Detail detail, String value) {
			throw new IllegalStateException("cannot note");
		}

		@Override
		public DeviceCodeInstrumentation.Scope openScope() {
			this.scopes++;
			if (this.scopes > 1) {
				throw new IllegalStateException("cannot open");
			}
			return () -> {
				throw new IllegalStateException("cannot close");
			};
		}

		@Override
		public void end(DeviceCodeInstrumentation.ActivityOutcome outcome, @Nullable Throwable failure) {
			throw new IllegalStateException("cannot end");
		}

	}

}
