package io.github.azuredevicecode.msal;

import java.util.function.Supplier;

import io.github.azuredevicecode.DeviceCodeCredentialOptions;
import org.jspecify.annotations.Nullable;

/**
 * Makes the engine with the first token, so that no class of MSAL4J is loaded before.
 */
public final class LazyMsalEngine implements Supplier<MsalEngine> {

	private final DeviceCodeCredentialOptions options;

	private @Nullable MsalEngine engine;

	public LazyMsalEngine(DeviceCodeCredentialOptions options) {
		this.options = options;
	}

	@Override
	public synchronized MsalEngine get() {
		if (this.engine == null) {
			this.engine = new MsalEngine(this.options);
		}
		return this.engine;
	}

}
