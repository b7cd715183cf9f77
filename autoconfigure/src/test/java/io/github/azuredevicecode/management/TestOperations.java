package io.github.azuredevicecode.management;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.SignInDeclinedException;

/**
 * Operations, prompts and failures for tests.
 */
public final class TestOperations {

	public static final Instant NOW = Instant.parse("2026-02-03T10:00:00Z");

	public static final Instant EXPIRY = Instant.parse("2026-02-03T10:15:00Z");

	public static final AuthenticationRecord ADA = new AuthenticationRecord("login.microsoftonline.com", "client",
			"uid.utid", "tenant", "ada@contoso.example");

	public static final String ADVICE = "Sign in from a device that the policy allows.";

	private TestOperations() {
	}

	/**
	 * Returns the operations of the default credential.
	 */
	public static DeviceCodeOperationsRegistry registry(DeviceCodeCredential credential,
			DeviceCodeStatusTracker tracker, Executor executor) {
		return new DeviceCodeOperationsRegistry(List.of(of("default", credential, tracker, executor)));
	}

	public static DeviceCodeOperations of(String name, DeviceCodeCredential credential, DeviceCodeStatusTracker tracker,
			Executor executor) {
		return new DeviceCodeOperations(name, credential, tracker, "client", "organizations", executor);
	}

	public static DeviceCodePrompt prompt(String attemptId) {
		return new DeviceCodePrompt(attemptId, URI.create("https://microsoft.com/devicelogin"), true, "USERCODE1",
				EXPIRY, "Open the page and enter USERCODE1", "client", "tenant", Set.of("User.Read"), "default");
	}

	public static SignInDeclinedException declined() {
		return new SignInDeclinedException("ada@contoso.example declined");
	}

	public static ClientAuthenticationException blocked() {
		return new ClientAuthenticationException("AADSTS53003: ada@contoso.example is blocked",
				new ServiceError("invalid_grant", "ada@contoso.example is blocked", "AADSTS53003", ADVICE, null, null),
				null);
	}

}
