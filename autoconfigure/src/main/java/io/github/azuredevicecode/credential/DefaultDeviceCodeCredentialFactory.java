package io.github.azuredevicecode.credential;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeCredentialFactory;
import io.github.azuredevicecode.DeviceCodeCredentialOptions;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.cache.InMemoryTokenCache;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.entra.http.JdkHttpTransport;

/**
 * Makes credentials that work over MSAL4J. Found by {@link java.util.ServiceLoader}.
 */
public final class DefaultDeviceCodeCredentialFactory implements DeviceCodeCredentialFactory {

	@Override
	public DeviceCodeCredential create(DeviceCodeCredentialOptions options) {
		TokenCache cache = options.tokenCache();
		CredentialExecutor executor = CredentialExecutor.of(options);
		return new DefaultDeviceCodeCredential(options, (cache != null) ? cache : new InMemoryTokenCache(),
				new JdkHttpTransport(options, executor, TimeSource.SYSTEM), TimeSource.SYSTEM, executor);
	}

}
