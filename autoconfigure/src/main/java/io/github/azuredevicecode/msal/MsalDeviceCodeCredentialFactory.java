package io.github.azuredevicecode.msal;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeCredentialFactory;
import io.github.azuredevicecode.DeviceCodeCredentialOptions;
import io.github.azuredevicecode.cache.InMemoryLoginStore;

/**
 * Makes credentials that work over MSAL4J. Found by {@link java.util.ServiceLoader}.
 */
public final class MsalDeviceCodeCredentialFactory implements DeviceCodeCredentialFactory {

	@Override
	public DeviceCodeCredential create(DeviceCodeCredentialOptions options) {
		CredentialExecutor executor = CredentialExecutor.of(options);
		return new MsalDeviceCodeCredential(options, new InMemoryLoginStore(),
				new JdkHttpTransport(options, executor, TimeSource.SYSTEM), TimeSource.SYSTEM, executor);
	}

}
