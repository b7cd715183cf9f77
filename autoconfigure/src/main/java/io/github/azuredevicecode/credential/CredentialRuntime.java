package io.github.azuredevicecode.credential;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.CredentialThreads;
import io.github.azuredevicecode.concurrent.ExecutionSettings;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.entra.http.ConnectionSettings;
import io.github.azuredevicecode.entra.http.HttpClients;
import io.github.azuredevicecode.entra.http.HttpTransport;
import io.github.azuredevicecode.entra.http.JdkHttpTransport;
import io.github.azuredevicecode.entra.http.RetryingHttpTransport;

/**
 * The threads, the timer, the HTTP clients and the source of random numbers that the
 * credentials of an application share. It costs nothing before the first of them is used.
 * Thread safe.
 */
public final class CredentialRuntime implements AutoCloseable {

	private final CredentialThreads threads;

	private final HttpClients clients;

	private final RandomGenerator random = new SecureRandom();

	/**
	 * Creates what credentials share.
	 * @param virtualThreads whether their threads are virtual where the JVM has virtual
	 * threads
	 */
	public CredentialRuntime(boolean virtualThreads) {
		this.threads = new CredentialThreads(virtualThreads);
		this.clients = new HttpClients(this.threads);
	}

	CredentialExecutor executor(ExecutionSettings settings, boolean closesThis) {
		return CredentialExecutor.of(settings, this.threads, closesThis ? this::close : () -> {
		});
	}

	HttpTransport transport(ConnectionSettings settings, CredentialExecutor executor) {
		return retrying(new JdkHttpTransport(settings, this.clients, executor, time()), settings, executor, time(),
				this.random);
	}

	static HttpTransport retrying(HttpTransport transport, ConnectionSettings settings, CredentialExecutor executor,
			TimeSource time, RandomGenerator random) {
		return new RetryingHttpTransport(transport, settings.retries(), executor, time, random);
	}

	TimeSource time() {
		return this.threads.time();
	}

	RandomGenerator random() {
		return this.random;
	}

	/**
	 * Ends the threads and connections. To be called after all credentials are closed.
	 */
	@Override
	public void close() {
		this.clients.close();
		this.threads.close();
	}

}
