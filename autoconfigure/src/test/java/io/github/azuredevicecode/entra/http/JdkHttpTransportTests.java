package io.github.azuredevicecode.entra.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.CredentialThreads;
import io.github.azuredevicecode.concurrent.ExecutionSettings;
import io.github.azuredevicecode.credential.VirtualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdkHttpTransport}, with a server whose connections can be dropped
 * silently, as firewalls do.
 */
@Timeout(60)
class JdkHttpTransportTests {

	private static final ConnectionSettings SETTINGS = new ConnectionSettings(Duration.ofSeconds(10),
			Duration.ofSeconds(20), null, null, null, 0);

	private static final ExecutionSettings EXECUTION = new ExecutionSettings(null, false, UnaryOperator.identity());

	private final VirtualTime time = new VirtualTime();

	private final CredentialThreads threads = new CredentialThreads(false);

	private final CredentialExecutor executor = CredentialExecutor.of(EXECUTION, this.threads, () -> {
	});

	private final SharedHttpClient client = new SharedHttpClient(SETTINGS, this.threads.workers(), this.time);

	private final JdkHttpTransport transport = new JdkHttpTransport(SETTINGS, this.client, this.executor, this.time);

	private final AtomicInteger connections = new AtomicInteger();

	private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

	private final CountDownLatch arrived = new CountDownLatch(1);

	private volatile boolean answering = true;

	private volatile @Nullable Socket dropped;

	private volatile @Nullable Socket last;

	private ServerSocket server;

	@BeforeEach
	void start() throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		daemon(() -> {
			while (true) {
				Socket socket = this.server.accept();
				this.connections.incrementAndGet();
				this.last = socket;
				daemon(() -> serve(socket));
			}
		});
	}

	@AfterEach
	void stop() throws IOException {
		this.client.close();
		this.threads.close();
		this.server.close();
	}

	@Test
	void aConnectionIsUsedAgainWhileItIsFresh() throws Exception {
		assertThat(send().get().body()).isEqualTo("{}");
		this.time.advance(SharedHttpClient.MAX_IDLE.minusSeconds(1));
		assertThat(send().get().body()).isEqualTo("{}");
		assertThat(this.connections).hasValue(1);
	}

	@Test
	void aConnectionThatWasDroppedWhileIdleIsNotUsedAgain() throws Exception {
		send().get();
		this.dropped = this.last;
		this.time.advance(SharedHttpClient.MAX_IDLE);
		assertThat(send()).succeedsWithin(Duration.ofSeconds(10));
		assertThat(this.connections).hasValue(2);
	}

	@Test
	void aConnectionThatWasDroppedWhileTheMachineSleptIsNotUsedAgain() throws Exception {
		send().get();
		this.dropped = this.last;
		this.time.jumpWallClock(SharedHttpClient.MAX_IDLE);
		assertThat(send()).succeedsWithin(Duration.ofSeconds(10));
		assertThat(this.connections).hasValue(2);
	}

	@Test
	void cancellingEndsTheExchange() throws Exception {
		this.answering = false;
		CompletableFuture<EntraResponse> answer = send();
		this.arrived.await();
		answer.cancel(true);
		assertThat(this.ended.poll(30, TimeUnit.SECONDS)).isEqualTo("closed by the client");
	}

	@Test
	void theLimitOfTheWholeExchangeEndsIt() throws Exception {
		this.answering = false;
		CompletableFuture<EntraResponse> answer = send();
		this.arrived.await();
		this.time.advance(Duration.ofSeconds(30));
		assertThat(answer).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withMessageContaining("no whole answer within 30 seconds");
		assertThat(this.ended.poll(30, TimeUnit.SECONDS)).isEqualTo("closed by the client");
	}

	@Test
	void anAnswerComesInTheContextOfTheRequest() throws Exception {
		ClassLoader ofTheCaller = new ClassLoader(getClass().getClassLoader()) {
		};
		Thread current = Thread.currentThread();
		ClassLoader before = current.getContextClassLoader();
		current.setContextClassLoader(ofTheCaller);
		try {
			CompletableFuture<EntraResponse> sent = send();
			assertThat(sent.thenApply((answer) -> Thread.currentThread().getContextClassLoader()).get())
				.isSameAs(ofTheCaller);
		}
		finally {
			current.setContextClassLoader(before);
		}
	}

	@Test
	void credentialsThatConnectInTheSameWayShareAClient() {
		HttpClients clients = new HttpClients(this.threads);
		ConnectionSettings patient = new ConnectionSettings(SETTINGS.connectTimeout(), Duration.ofMinutes(1), null,
				null, null, 5);
		ConnectionSettings other = new ConnectionSettings(Duration.ofSeconds(1), SETTINGS.readTimeout(), null, null,
				null, 0);
		assertThat(clients.get(patient)).isSameAs(clients.get(SETTINGS)).isNotSameAs(clients.get(other));
		clients.close();
		assertThat(clients.get(SETTINGS).acquire()).isNull();
	}

	@Test
	void closingEndsOneTransportAndNotThoseThatShareItsClient() throws Exception {
		JdkHttpTransport second = new JdkHttpTransport(SETTINGS, this.client, this.executor, this.time);
		send().get();
		this.transport.close();
		assertThat(send()).failsWithin(Duration.ZERO).withThrowableThat().withMessageContaining("is closed");
		assertThat(second.send(request()).get().status()).isEqualTo(200);
	}

	private CompletableFuture<EntraResponse> send() {
		return this.transport.send(request());
	}

	private EntraRequest request() {
		return EntraRequest.get(URI
			.create("http://" + this.server.getInetAddress().getHostAddress() + ":" + this.server.getLocalPort() + "/"),
				Map.of());
	}

	private void serve(Socket socket) throws IOException {
		BufferedReader reader = new BufferedReader(
				new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
		while (true) {
			String line = reader.readLine();
			while (line != null && !line.isEmpty()) {
				line = reader.readLine();
			}
			if (line == null) {
				this.ended.add("closed by the client");
				return;
			}
			this.arrived.countDown();
			if (this.answering && socket != this.dropped) {
				socket.getOutputStream()
					.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII));
			}
		}
	}

	private static void daemon(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// The test is over
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	private interface Task {

		void run() throws IOException;

	}

}
