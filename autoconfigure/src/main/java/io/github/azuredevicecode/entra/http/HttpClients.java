package io.github.azuredevicecode.entra.http;

import java.net.ProxySelector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLContext;

import io.github.azuredevicecode.concurrent.CredentialThreads;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP clients of an application: one for all credentials that connect to the
 * authority in the same way. Thread safe.
 */
public final class HttpClients implements AutoCloseable {

	private final CredentialThreads threads;

	private final Map<Key, SharedHttpClient> clients = new HashMap<>();

	private boolean closed;

	public HttpClients(CredentialThreads threads) {
		this.threads = threads;
	}

	synchronized SharedHttpClient get(ConnectionSettings settings) {
		SharedHttpClient client = this.clients.computeIfAbsent(
				new Key(settings.connectTimeout(), settings.proxy(), settings.proxyCredentials(),
						settings.sslContext()),
				(key) -> new SharedHttpClient(settings, this.threads.workers(), this.threads.time()));
		if (this.closed) {
			client.close();
		}
		return client;
	}

	@Override
	public void close() {
		List<SharedHttpClient> ending;
		synchronized (this) {
			this.closed = true;
			ending = new ArrayList<>(this.clients.values());
		}
		ending.forEach(SharedHttpClient::close);
	}

	private record Key(Duration connectTimeout, @Nullable ProxySelector proxy,
			@Nullable ProxyCredentials proxyCredentials, @Nullable SSLContext sslContext) {
	}

}
