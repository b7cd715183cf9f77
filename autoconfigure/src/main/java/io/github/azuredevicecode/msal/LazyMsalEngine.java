package io.github.azuredevicecode.msal;

import java.util.function.Supplier;

import io.github.azuredevicecode.entra.AuthoritySettings;
import org.jspecify.annotations.Nullable;

/**
 * Makes the engine with the first token, so that no class of MSAL4J is loaded before.
 */
public final class LazyMsalEngine implements Supplier<MsalEngine> {

	private final AuthoritySettings settings;

	private final boolean supportLogging;

	private @Nullable MsalEngine engine;

	public LazyMsalEngine(AuthoritySettings settings, boolean supportLogging) {
		this.settings = settings;
		this.supportLogging = supportLogging;
	}

	@Override
	public synchronized MsalEngine get() {
		if (this.engine == null) {
			this.engine = new MsalEngine(this.settings, this.supportLogging);
		}
		return this.engine;
	}

}
