package io.github.azuredevicecode.entra.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;

import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.Guard;
import io.github.azuredevicecode.concurrent.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests over the JDK's client: no redirects, limits on time and size, and a
 * client that is made with the first request.
 */
public final class JdkHttpTransport implements HttpTransport {

	private static final String USER_AGENT = "azure-device-code-spring-boot (Java " + Runtime.version().feature() + ")";

	private final ConnectionSettings settings;

	private final CredentialExecutor executor;

	private final TimeSource time;

	private final Duration wholeTimeout;

	// Apart from the credential's, whose threads may all be waiting for an answer
	private final CredentialExecutor clientExecutor;

	private @Nullable HttpClient client;

	private boolean closed;

	public JdkHttpTransport(ConnectionSettings settings, boolean virtualThreads, CredentialExecutor executor,
			TimeSource time) {
		this.settings = settings;
		this.executor = executor;
		this.time = time;
		this.clientExecutor = CredentialExecutor.plain(virtualThreads);
		this.wholeTimeout = settings.connectTimeout().plus(settings.readTimeout());
	}

	@Override
	public CompletableFuture<EntraResponse> send(EntraRequest request) {
		HttpClient client = client();
		if (client == null) {
			return CompletableFuture.failedFuture(new IOException("the connection to the authority is closed"));
		}
		CompletableFuture<EntraResponse> answer = new CompletableFuture<>();
		// Blocks, since the asynchronous form hands its result on by the common pool
		FutureTask<Boolean> exchange = new FutureTask<>(
				() -> Guard.run(() -> exchange(client, toHttpRequest(request), answer), answer::completeExceptionally),
				true);
		answer.whenComplete((result, ex) -> {
			if (ex != null) {
				exchange.cancel(true);
			}
		});
		this.executor.execute(exchange, answer::completeExceptionally);
		this.executor.schedule(this.time, this.wholeTimeout,
				() -> answer
					.completeExceptionally(new HttpTimeoutException("no whole answer within " + this.wholeTimeout)),
				answer::completeExceptionally);
		return answer;
	}

	private static void exchange(HttpClient client, HttpRequest request, CompletableFuture<EntraResponse> answer) {
		try {
			answer.complete(toAnswer(client.send(request, (response) -> new LimitedBodySubscriber())));
		}
		catch (InterruptedException ex) {
			answer.completeExceptionally(new InterruptedIOException("the exchange was cancelled"));
		}
		catch (IOException | RuntimeException ex) {
			answer.completeExceptionally(ex);
		}
	}

	private HttpRequest toHttpRequest(EntraRequest request) {
		HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri()).timeout(this.settings.readTimeout());
		request.headers().forEach(builder::setHeader);
		builder.setHeader("Accept", "application/json").setHeader("User-Agent", USER_AGENT);
		Map<String, String> form = request.form();
		if (form != null) {
			builder.setHeader("Content-Type", "application/x-www-form-urlencoded")
				.POST(BodyPublishers.ofString(EntraRequest.encode(form), StandardCharsets.US_ASCII));
		}
		return builder.build();
	}

	private static EntraResponse toAnswer(HttpResponse<byte[]> response) throws IOException {
		byte @Nullable [] body = response.body();
		if (body == null) {
			// Of all that a proxy may answer, the client hands this alone on
			throw new IOException("the proxy wants a user name and a password (status " + response.statusCode()
					+ "), which is not supported; use one that needs none, see azure.identity.device-code.http.proxy");
		}
		return new EntraResponse(response.statusCode(), response.headers().map(),
				new String(body, StandardCharsets.UTF_8));
	}

	@Override
	public void warmUp() {
		client();
	}

	private synchronized @Nullable HttpClient client() {
		if (this.client == null && !this.closed) {
			HttpClient.Builder builder = HttpClient.newBuilder()
				.version(HttpClient.Version.HTTP_1_1)
				.followRedirects(HttpClient.Redirect.NEVER)
				.connectTimeout(this.settings.connectTimeout())
				.executor(this.clientExecutor);
			ProxySelector proxy = this.settings.proxy();
			builder.proxy((proxy != null) ? proxy : ProxySelector.getDefault());
			if (this.settings.sslContext() != null) {
				builder.sslContext(this.settings.sslContext());
			}
			this.client = builder.build();
		}
		return this.client;
	}

	@Override
	public void close() {
		HttpClient client;
		synchronized (this) {
			client = this.client;
			this.client = null;
			this.closed = true;
		}
		if (client != null) {
			shutDown(client);
		}
		this.clientExecutor.close();
	}

	// Can be shut down since Java 21; before, the client's one thread ends when it is
	// collected
	private static void shutDown(HttpClient client) {
		if (Runtime.version().feature() < 21) {
			return;
		}
		try {
			HttpClient.class.getMethod("shutdownNow").invoke(client);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("Failed to shut down the HTTP client", ex);
		}
	}

}
