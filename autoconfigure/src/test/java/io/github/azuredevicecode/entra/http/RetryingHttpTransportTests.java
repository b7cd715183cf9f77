package io.github.azuredevicecode.entra.http;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import javax.net.ssl.SSLHandshakeException;

import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.CredentialThreads;
import io.github.azuredevicecode.concurrent.ExecutionSettings;
import io.github.azuredevicecode.credential.ScriptedTransport;
import io.github.azuredevicecode.credential.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryingHttpTransport}.
 */
class RetryingHttpTransportTests {

	private static final EntraRequest REQUEST = new EntraRequest(URI.create("https://login.example/token"),
			Map.of("refresh_token", "secret"), Map.of());

	private static final IOException RESET = new IOException("HTTP/1.1 header parser received no bytes");

	private final VirtualTime time = new VirtualTime();

	private final ScriptedTransport script = new ScriptedTransport();

	private final CredentialExecutor executor = CredentialExecutor
		.of(new ExecutionSettings(Runnable::run, false, UnaryOperator.identity()), new CredentialThreads(false), () -> {
		});

	@Test
	void aBrokenConnectionIsRetriedAtOnce() {
		this.script.fail(RESET).answer(200, "{}");
		assertThat(send(3)).isCompletedWithValueMatching((answer) -> answer.status() == 200);
		assertThat(this.script.requests()).containsExactly(REQUEST, REQUEST);
	}

	@Test
	void theNextRetriesBackOff() {
		this.script.fail(RESET).fail(RESET).fail(RESET).fail(RESET);
		CompletableFuture<EntraResponse> answer = send(3);
		assertRequests(2);
		advanceTo(Duration.ofMillis(500), 3);
		advanceTo(Duration.ofSeconds(1), 4);
		assertThat(answer).isCompletedExceptionally();
		assertThat(answer).failsWithin(Duration.ZERO).withThrowableThat().withCause(RESET);
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 429, 500, 502, 503, 504 })
	void anAnswerOfABusyServiceIsRetriedWithBackOff(int status) {
		for (int i = 0; i < 7; i++) {
			this.script.answer(status, "<html>");
		}
		this.script.answer(200, "{}");
		CompletableFuture<EntraResponse> answer = send(7);
		assertRequests(1);
		int requests = 2;
		for (long millis : List.of(500, 1000, 2000, 4000, 8000, 8000, 8000)) {
			advanceTo(Duration.ofMillis(millis), requests++);
		}
		assertThat(answer).isCompletedWithValueMatching((received) -> received.status() == 200);
	}

	@Test
	void temporarilyUnavailableIsRetriedWhateverItsStatus() {
		this.script.error("temporarily_unavailable").answer(200, "{}");
		CompletableFuture<EntraResponse> answer = send(1);
		advanceTo(Duration.ofMillis(500), 2);
		assertThat(answer).isCompletedWithValueMatching((received) -> received.status() == 200);
	}

	@Test
	void retriesOfManyProcessesAreSpread() {
		this.script.answer(503, "").answer(200, "{}");
		CompletableFuture<EntraResponse> answer = send(1, (RandomGenerator) () -> -1L >>> 1);
		Duration latest = Duration.ofMillis(500);
		this.time.advance(latest.minusMillis(1));
		assertThat(answer).as("a retry that comes earlier than without jitter").isCompleted();
	}

	@Test
	void whenAllRetriesAreUsedTheLastAnswerIsTheAnswer() {
		this.script.answer(503, "first").answer(503, "last");
		CompletableFuture<EntraResponse> answer = send(1);
		advanceTo(Duration.ofMillis(500), 2);
		assertThat(answer).isCompletedWithValueMatching((received) -> received.body().equals("last"));
	}

	@ParameterizedTest
	@CsvSource({ "3, 3000", "1.5, 1500", "0, 500", "10, 10000" })
	void aShortRetryAfterIsHonored(String retryAfter, long millis) {
		answerWithRetryAfter(retryAfter).answer(200, "{}");
		CompletableFuture<EntraResponse> answer = send(3);
		assertThat(answer).isNotDone();
		advanceTo(Duration.ofMillis(millis), 2);
		assertThat(answer).isCompletedWithValueMatching((received) -> received.status() == 200);
	}

	@Test
	void aLongRetryAfterIsForTheCaller() {
		answerWithRetryAfter("11");
		assertThat(send(3)).isCompletedWithValueMatching((received) -> received.status() == 429);
	}

	@ParameterizedTest
	@MethodSource
	void aFaultThatDoesNotPassIsNotRetried(Throwable failure) {
		this.script.answer(CompletableFuture.failedFuture(failure));
		assertThat(send(3)).failsWithin(Duration.ZERO).withThrowableThat().withCause(failure);
		assertRequests(1);
	}

	static Stream<Throwable> aFaultThatDoesNotPassIsNotRetried() {
		return Stream.of(new HttpTimeoutException("no answer"), new HttpConnectTimeoutException("no connection"),
				new ProtocolException("too long"), new IllegalStateException("a fault of the program"),
				new SSLHandshakeException("PKIX").initCause(new CertificateException("not trusted")));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', value = { "200,{}", "400,{\"error\":\"invalid_grant\"}", "401,", "404,<html>" })
	void anAnswerIsNotRetried(int status, String body) {
		this.script.answer(status, (body != null) ? body : "");
		assertThat(send(3)).isCompletedWithValueMatching((received) -> received.status() == status);
		assertRequests(1);
	}

	@Test
	void aRequestMayForbidRetries() {
		this.script.fail(RESET);
		assertThat(transport(3, () -> 0).send(REQUEST.withoutRetries())).isCompletedExceptionally();
		assertRequests(1);
	}

	@Test
	void withoutRetriesARequestIsSentOnce() {
		this.script.fail(RESET);
		assertThat(send(0)).isCompletedExceptionally();
		assertRequests(1);
	}

	@Test
	void cancellingCancelsTheRequestUnderWay() {
		CompletableFuture<EntraResponse> underWay = new CompletableFuture<>();
		this.script.fail(RESET).answer(underWay);
		CompletableFuture<EntraResponse> answer = send(3);
		answer.cancel(true);
		assertThat(underWay).isCancelled();
		assertRequests(2);
	}

	@Test
	void cancellingCancelsThePendingRetry() {
		this.script.answer(503, "").answer(200, "{}");
		CompletableFuture<EntraResponse> answer = send(3);
		answer.cancel(true);
		this.time.advance(Duration.ofMinutes(1));
		assertRequests(1);
	}

	private ScriptedTransport answerWithRetryAfter(String retryAfter) {
		return this.script.answer(CompletableFuture.completedFuture(
				new EntraResponse(429, Map.of("Retry-After", List.of(retryAfter)), "{\"error\":\"throttled\"}")));
	}

	private CompletableFuture<EntraResponse> send(int retries) {
		return send(retries, () -> 0);
	}

	private CompletableFuture<EntraResponse> send(int retries, RandomGenerator random) {
		return transport(retries, random).send(REQUEST);
	}

	private RetryingHttpTransport transport(int retries, RandomGenerator random) {
		return new RetryingHttpTransport(this.script, retries, this.executor, this.time, random);
	}

	private void advanceTo(Duration delay, int requests) {
		this.time.advance(delay.minusMillis(1));
		assertRequests(requests - 1);
		this.time.advance(Duration.ofMillis(1));
		assertRequests(requests);
	}

	private void assertRequests(int number) {
		assertThat(this.script.requests()).hasSize(number);
	}

}
