package io.github.azuredevicecode.msal;

import io.github.azuredevicecode.DeviceCodeListener;

/**
 * What an attempt to sign in works with.
 *
 * @param transport carries its requests
 * @param discovery confirms the authority
 * @param time tells the time
 * @param executor runs its steps
 * @param listener hears of it
 */
record SignInResources(HttpTransport transport, InstanceDiscovery discovery, TimeSource time,
		CredentialExecutor executor, DeviceCodeListener listener) {
}
