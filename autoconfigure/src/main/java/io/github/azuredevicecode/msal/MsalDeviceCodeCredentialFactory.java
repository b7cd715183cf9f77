package io.github.azuredevicecode.msal;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeCredentialFactory;
import io.github.azuredevicecode.DeviceCodeCredentialOptions;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.cache.InMemoryLoginStore;
import io.github.azuredevicecode.cache.LoginStore;

/**
 * Makes credentials that work over MSAL4J. Found by {@link java.util.ServiceLoader}.
 */
public final class MsalDeviceCodeCredentialFactory implements DeviceCodeCredentialFactory {

	@Override
	public DeviceCodeCredential create(DeviceCodeCredentialOptions options) {
		TokenCache cache = options.tokenCache();
		if (cache != null && !(cache instanceof LoginStore)) {
			throw new IllegalArgumentException(
					"The token cache " + cache.getClass().getName() + " is not a " + LoginStore.class.getName());
		}
		CredentialExecutor executor = CredentialExecutor.of(options);
		return new MsalDeviceCodeCredential(options,
				(cache instanceof LoginStore store) ? store : new InMemoryLoginStore(),
				new JdkHttpTransport(options, executor, TimeSource.SYSTEM), TimeSource.SYSTEM, executor);
	}

}
