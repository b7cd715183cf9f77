package io.github.azuredevicecode.actuate;

import java.net.URI;
import java.time.Instant;
import java.util.Set;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.SignInDeclinedException;

/**
 * What the tests of this package tell of logins.
 */
final class Logins {

	static final Instant NOW = Instant.parse("2026-02-03T10:00:00Z");

	static final Instant EXPIRY = Instant.parse("2026-02-03T10:15:00Z");

	static final AuthenticationRecord ADA = new AuthenticationRecord("login.microsoftonline.com", "client", "uid.utid",
			"tenant", "ada@contoso.example");

	static final String ADVICE = "Sign in from a device that the policy allows.";

	private Logins() {
	}

	static DeviceCodePrompt prompt(String attemptId) {
		return new DeviceCodePrompt(attemptId, URI.create("https://microsoft.com/devicelogin"), true, "USERCODE1",
				EXPIRY, "Open the page and enter USERCODE1", "client", "tenant", Set.of("User.Read"));
	}

	static SignInDeclinedException declined() {
		return new SignInDeclinedException("ada@contoso.example declined");
	}

	static ClientAuthenticationException blocked() {
		return new ClientAuthenticationException("AADSTS53003: ada@contoso.example is blocked",
				new ServiceError("invalid_grant", "ada@contoso.example is blocked", "AADSTS53003", ADVICE, null, null),
				null);
	}

}
