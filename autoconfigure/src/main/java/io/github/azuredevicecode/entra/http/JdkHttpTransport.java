package io.github.azuredevicecode.entra.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.concurrent.Cancellable;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.Guard;
import io.github.azuredevicecode.concurrent.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Carries the requests of a credential over a client that it shares with others: no
 * redirects, and limits on time and size. Holds no thread while it waits.
 */
public final class JdkHttpTransport implements HttpTransport {

	private static final String USER_AGENT = "azure-device-code-spring-boot (Java " + Runtime.version().feature() + ")";

	private final ConnectionSettings settings;

	private final SharedHttpClient client;

	private final CredentialExecutor executor;

	private final TimeSource time;

	private final Duration wholeTimeout;

	private final ProxyAuthentication proxyAuthentication;

	private volatile boolean closed;

	public JdkHttpTransport(ConnectionSettings settings, HttpClients clients, CredentialExecutor executor,
			TimeSource time) {
		this(settings, clients.get(settings), executor, time);
	}

	JdkHttpTransport(ConnectionSettings settings, SharedHttpClient client, CredentialExecutor executor,
			TimeSource time) {
		this.settings = settings;
		this.client = client;
		this.executor = executor;
		this.time = time;
		this.wholeTimeout = settings.connectTimeout().plus(settings.readTimeout());
		this.proxyAuthentication = new ProxyAuthentication(settings);
	}

	@Override
	public CompletableFuture<EntraResponse> send(EntraRequest request) {
		HttpClient client = this.closed ? null : this.client.acquire();
		if (client == null) {
			return CompletableFuture.failedFuture(new IOException("the connection to the authority is closed"));
		}
		CompletableFuture<EntraResponse> answer = new CompletableFuture<>();
		answer.whenComplete((received, failure) -> this.client.release());
		try {
			exchange(client, toHttpRequest(request), answer, true);
		}
		catch (RuntimeException ex) {
			answer.completeExceptionally(ex);
			return answer;
		}
		CompletableFuture<EntraResponse> brought = this.executor.bring(answer);
		Cancellable limit = this.executor.schedule(this.time, this.wholeTimeout,
				() -> answer.completeExceptionally(new HttpTimeoutException(
						"no whole answer within " + this.wholeTimeout.toSeconds() + " seconds")),
				answer::completeExceptionally);
		answer.whenComplete((received, failure) -> limit.cancel());
		return brought;
	}

	// An answer comes from the subscriber to its body, since the client hands its own
	// result on by the common pool
	private void exchange(HttpClient client, HttpRequest request, CompletableFuture<EntraResponse> answer,
			boolean first) {
		CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(request, (response) -> {
			LimitedBodySubscriber body = new LimitedBodySubscriber();
			body.getBody().whenComplete((bytes, failure) -> {
				if (failure != null) {
					answer.completeExceptionally(Futures.unwrap(failure));
				}
				else {
					answer.complete(new EntraResponse(response.statusCode(), response.headers().map(),
							new String(bytes, StandardCharsets.UTF_8)));
				}
			});
			return body;
		});
		exchange.whenComplete((response, failure) -> {
			if (failure != null) {
				answer.completeExceptionally(
						ProxyConnectException.explain(Futures.unwrap(failure), request.uri(), this.settings));
			}
			else {
				byte @Nullable [] body = response.body();
				if (body == null) {
					Guard.run(() -> answerProxy(client, request, response, answer, first),
							answer::completeExceptionally);
				}
			}
		});
		answer.whenComplete((received, failure) -> {
			if (failure != null) {
				exchange.cancel(true);
			}
		});
	}

	private HttpRequest toHttpRequest(EntraRequest request) {
		HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri()).timeout(this.settings.readTimeout());
		request.headers().forEach(builder::setHeader);
		builder.setHeader("Accept", "application/json").setHeader("User-Agent", USER_AGENT);
		String proxyAuthorization = this.proxyAuthentication.header();
		if (proxyAuthorization != null) {
			// Goes to the proxy only, in the request for a tunnel
			builder.setHeader(ProxyAuthentication.HEADER, proxyAuthorization);
		}
		Map<String, String> form = request.form();
		if (form != null) {
			builder.setHeader("Content-Type", "application/x-www-form-urlencoded")
				.POST(BodyPublishers.ofString(EntraRequest.encode(form), StandardCharsets.US_ASCII));
		}
		return builder.build();
	}

	// Of all that a proxy may answer, the client hands on only that it wants to know who
	// asks, without a body
	private void answerProxy(HttpClient client, HttpRequest request, HttpResponse<?> response,
			CompletableFuture<EntraResponse> answer, boolean first) {
		String sent = request.headers().firstValue(ProxyAuthentication.HEADER).orElse(null);
		try {
			String header = this.proxyAuthentication.answer(request.uri(), response.headers(), sent);
			if (!first) {
				throw new IOException("the proxy asks again and again (status " + response.statusCode() + ")");
			}
			HttpRequest.Builder again = HttpRequest.newBuilder(request, (name, value) -> true);
			exchange(client, again.setHeader(ProxyAuthentication.HEADER, header).build(), answer, false);
		}
		catch (IOException ex) {
			answer.completeExceptionally(ex);
		}
	}

	@Override
	public void warmUp() {
		if (this.client.acquire() != null) {
			this.client.release();
		}
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
