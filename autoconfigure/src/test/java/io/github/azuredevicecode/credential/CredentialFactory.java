package io.github.azuredevicecode.credential;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.concurrent.Cancellable;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.CredentialThreads;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.entra.http.HttpClients;
import io.github.azuredevicecode.entra.http.HttpTransport;
import io.github.azuredevicecode.entra.http.JdkHttpTransport;
import io.github.azuredevicecode.entra.http.RetryingHttpTransport;

/**
 * Builds credentials on a network and a time of a test's own, for tests in other
 * packages.
 */
public final class CredentialFactory {

	private CredentialFactory() {
	}

	/**
	 * Builds a credential.
	 * @param builder what the test has set, an executor among it
	 * @param transport the network
	 * @param time the clock and the timers
	 * @param random the source of names and jitter
	 * @return the credential
	 */
	public static DeviceCodeCredential create(DefaultDeviceCodeCredentialBuilder builder, HttpTransport transport,
			TimeSource time, RandomGenerator random) {
		DeviceCodeCredentialSettings settings = builder.settings();
		CredentialExecutor executor = CredentialExecutor.of(settings.execution(), new CredentialThreads(false), () -> {
		});
		HttpTransport retrying = new RetryingHttpTransport(transport, settings.connection().retries(), executor, time,
				random);
		return new DefaultDeviceCodeCredential(settings, retrying, time, executor, random);
	}

	/**
	 * Builds a credential on the real network, whose wall clock is wrong.
	 * @param builder what the test has set
	 * @param ahead how far the wall clock is ahead
	 * @return the credential
	 */
	public static DeviceCodeCredential create(DefaultDeviceCodeCredentialBuilder builder, Duration ahead) {
		DeviceCodeCredentialSettings settings = builder.settings();
		CredentialThreads threads = new CredentialThreads(false);
		TimeSource time = new TimeAhead(threads.time(), ahead);
		CredentialExecutor executor = CredentialExecutor.of(settings.execution(), threads, threads::close);
		RandomGenerator random = new SecureRandom();
		HttpTransport transport = new JdkHttpTransport(settings.connection(), new HttpClients(threads), executor, time);
		return new DefaultDeviceCodeCredential(settings,
				CredentialRuntime.retrying(transport, settings.connection(), executor, time, random), time, executor,
				random);
	}

	private record TimeAhead(TimeSource time, Duration ahead) implements TimeSource {

		@Override
		public long millis() {
			return this.time.millis() + this.ahead.toMillis();
		}

		@Override
		public long nanoTime() {
			return this.time.nanoTime();
		}

		@Override
		public void schedule(Duration delay, Executor executor, Runnable task) {
			this.time.schedule(delay, executor, task);
		}

		@Override
		public Cancellable scheduleCancellable(Duration delay, Executor executor, Runnable task) {
			return this.time.scheduleCancellable(delay, executor, task);
		}

	}

}
