package io.github.azuredevicecode.credential;

import java.util.random.RandomGenerator;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.CredentialThreads;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.entra.http.HttpTransport;
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

}
