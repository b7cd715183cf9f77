package io.github.azuredevicecode.msal;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeCredentialFactory;
import io.github.azuredevicecode.DeviceCodeCredentialOptions;

/**
 * Makes credentials that work over MSAL4J.
 */
public final class MsalDeviceCodeCredentialFactory implements DeviceCodeCredentialFactory {

	@Override
	public DeviceCodeCredential create(DeviceCodeCredentialOptions options) {
		throw new IllegalStateException();
	}

}
