package io.github.azuredevicecode.entra.http;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.github.azuredevicecode.concurrent.Cancellable;
import io.github.azuredevicecode.concurrent.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A client of the JDK that is made with the first exchange and given up when it has been
 * idle, together with its connections: a firewall may have dropped them meanwhile, of
 * which nobody learns before the read timeout. The JDK's own limit is 20 minutes before
 * Java 20, and can be set only for the whole JVM. Thread safe.
 */
final class SharedHttpClient {

	static final Duration MAX_IDLE = Duration.ofSeconds(20);

	private final ConnectionSettings settings;

	private final Executor executor;

	private final TimeSource time;

	private @Nullable HttpClient client;

	private int exchanges;

	private long idleSinceNanos;

	private long idleSinceMillis;

	private Cancellable giveUp = () -> {
	};

	private boolean closed;

	SharedHttpClient(ConnectionSettings settings, Executor executor, TimeSource time) {
		this.settings = settings;
		this.executor = executor;
		this.time = time;
	}

	/**
	 * Begins an exchange.
	 * @return the client, to be released after the exchange, or {@code null} if it is
	 * closed
	 */
	synchronized @Nullable HttpClient acquire() {
		if (this.closed) {
			return null;
		}
		if (this.exchanges == 0) {
			this.giveUp.cancel();
			giveUpIfIdle();
		}
		if (this.client == null) {
			this.client = build();
		}
		this.exchanges++;
		return this.client;
	}

	synchronized void release() {
		this.exchanges--;
		if (this.exchanges > 0 || this.closed) {
			return;
		}
		this.idleSinceNanos = this.time.nanoTime();
		this.idleSinceMillis = this.time.millis();
		try {
			this.giveUp = this.time.scheduleCancellable(MAX_IDLE, Runnable::run, this::giveUpIfIdle);
		}
		catch (RejectedExecutionException ex) {
			// About to be closed
		}
	}

	// A machine that slept is seen by the wall clock alone
	private synchronized void giveUpIfIdle() {
		long idle = Math.max((this.time.nanoTime() - this.idleSinceNanos) / 1_000_000,
				this.time.millis() - this.idleSinceMillis);
		if (this.client != null && this.exchanges == 0 && idle >= MAX_IDLE.toMillis()) {
			shutDown(this.client);
			this.client = null;
		}
	}

	private HttpClient build() {
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(this.settings.connectTimeout())
			.executor(this.executor);
		ProxySelector proxy = this.settings.proxy();
		builder.proxy((proxy != null) ? proxy : ProxySelector.getDefault());
		if (this.settings.sslContext() != null) {
			builder.sslContext(this.settings.sslContext());
		}
		return builder.build();
	}

	synchronized void close() {
		this.closed = true;
		this.giveUp.cancel();
		if (this.client != null) {
			shutDown(this.client);
			this.client = null;
		}
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
