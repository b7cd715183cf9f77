package io.github.azuredevicecode.credential.signin;

import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.entra.InstanceDiscovery;
import io.github.azuredevicecode.entra.http.HttpTransport;

/**
 * What an attempt to sign in works with.
 *
 * @param transport carries its requests
 * @param discovery confirms the authority
 * @param time tells the time
 * @param executor runs its steps
 * @param listener hears of it
 */
public record SignInContext(HttpTransport transport, InstanceDiscovery discovery, TimeSource time,
		CredentialExecutor executor, DeviceCodeListener listener) {
}
