package io.github.azuredevicecode.credential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.cache.InMemoryTokenCache;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.CredentialThreads;
import org.jspecify.annotations.Nullable;

/**
 * A credential on virtual time and a scripted network, working on the caller's thread.
 */
public final class CredentialFixture {

	public final VirtualTime time;

	public final ScriptedTransport transport = new ScriptedTransport();

	private final Random random = new Random();

	final TokenCache store;

	public final List<DeviceCodePrompt> prompts = new ArrayList<>();

	final List<AuthenticationRecord> authenticated = new ArrayList<>();

	final List<ClientAuthenticationException> failures = new ArrayList<>();

	final List<@Nullable AuthenticationRecord> signedOut = new ArrayList<>();

	final List<Boolean> tokenCacheAvailable = new ArrayList<>();

	public CredentialFixture() {
		this(new VirtualTime());
	}

	public CredentialFixture(VirtualTime time) {
		this(time, new InMemoryTokenCache());
	}

	public CredentialFixture(VirtualTime time, TokenCache store) {
		this.time = time;
		this.store = store;
	}

	public DefaultDeviceCodeCredential credential() {
		return credential((builder) -> {
		});
	}

	public DefaultDeviceCodeCredential credential(Consumer<DeviceCodeCredential.Builder> customizer) {
		DeviceCodeCredentialSettings settings = settings(customizer);
		CredentialExecutor executor = CredentialExecutor.of(settings.execution(), new CredentialThreads(false), () -> {
		});
		return new DefaultDeviceCodeCredential(settings,
				CredentialRuntime.retrying(this.transport, settings.connection(), executor, this.time, this.random),
				this.time, executor, this.random);
	}

	DeviceCodeCredentialSettings settings(Consumer<DeviceCodeCredential.Builder> customizer) {
		DefaultDeviceCodeCredentialBuilder builder = new DefaultDeviceCodeCredentialBuilder().clientId("client")
			.authority("login.microsoftonline.com")
			.executor(Runnable::run)
			// A script says what each request brings
			.retries(0)
			.tokenCache(this.store)
			.promptHandler(this.prompts::add)
			.listener(new DeviceCodeListener() {

				@Override
				public void onAuthenticated(AuthenticatedEvent event) {
					CredentialFixture.this.authenticated.add(event.authenticationRecord());
				}

				@Override
				public void onFailed(FailedEvent event) {
					CredentialFixture.this.failures.add(event.exception());
				}

				@Override
				public void onTokenCacheAvailability(TokenCacheAvailabilityEvent event) {
					CredentialFixture.this.tokenCacheAvailable.add(event.isAvailable());
				}

				@Override
				public void onSignedOut(SignedOutEvent event) {
					CredentialFixture.this.signedOut.add(event.authenticationRecord());
				}

			});
		customizer.accept(builder);
		return builder.settings();
	}

}
