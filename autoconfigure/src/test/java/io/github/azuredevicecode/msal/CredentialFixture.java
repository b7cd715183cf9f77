package io.github.azuredevicecode.msal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeCredentialOptions;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.cache.InMemoryLoginStore;
import io.github.azuredevicecode.cache.LoginStore;
import org.jspecify.annotations.Nullable;

/**
 * A credential on virtual time and a scripted network, working on the caller's thread.
 */
final class CredentialFixture {

	final VirtualTime time;

	final ScriptedTransport transport = new ScriptedTransport();

	final LoginStore store;

	final List<DeviceCodePrompt> prompts = new ArrayList<>();

	final List<AuthenticationRecord> authenticated = new ArrayList<>();

	final List<ClientAuthenticationException> failures = new ArrayList<>();

	final List<@Nullable AuthenticationRecord> signedOut = new ArrayList<>();

	final List<Boolean> storeReachable = new ArrayList<>();

	CredentialFixture() {
		this(new VirtualTime());
	}

	CredentialFixture(VirtualTime time) {
		this(time, new InMemoryLoginStore());
	}

	CredentialFixture(VirtualTime time, LoginStore store) {
		this.time = time;
		this.store = store;
	}

	MsalDeviceCodeCredential credential() {
		return credential((builder) -> {
		});
	}

	MsalDeviceCodeCredential credential(Consumer<DeviceCodeCredential.Builder> customizer) {
		DeviceCodeCredentialOptions options = options(customizer);
		return new MsalDeviceCodeCredential(options, this.store, this.transport, this.time,
				CredentialExecutor.of(options));
	}

	DeviceCodeCredentialOptions options(Consumer<DeviceCodeCredential.Builder> customizer) {
		DeviceCodeCredential.Builder builder = DeviceCodeCredential.builder()
			.clientId("client")
			.authority("login.microsoftonline.com")
			.executor(Runnable::run)
			.promptHandler(this.prompts::add)
			.listener(new DeviceCodeListener() {

				@Override
				public void authenticated(String attemptId, AuthenticationRecord authenticationRecord) {
					CredentialFixture.this.authenticated.add(authenticationRecord);
				}

				@Override
				public void failed(String attemptId, ClientAuthenticationException exception) {
					CredentialFixture.this.failures.add(exception);
				}

				@Override
				public void storeReachable(boolean reachable) {
					CredentialFixture.this.storeReachable.add(reachable);
				}

				@Override
				public void signedOut(@Nullable AuthenticationRecord authenticationRecord) {
					CredentialFixture.this.signedOut.add(authenticationRecord);
				}

			});
		customizer.accept(builder);
		return builder.options();
	}

}
