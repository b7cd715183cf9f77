package io.github.azuredevicecode.cache;

import java.net.URI;
import java.time.Instant;
import java.util.Set;

import io.github.azuredevicecode.AuthenticationRecord;

/**
 * Logins to store, and their keys.
 */
final class SampleLogins {

	static final LoginKey KEY = new LoginKey("default", "client-1", "https://login.microsoftonline.com", "contoso",
			false);

	static final LoginKey OTHER_KEY = new LoginKey("default", "client-1", "https://login.microsoftonline.com",
			"fabrikam", false);

	static final AuthenticationRecord RECORD = new AuthenticationRecord("login.microsoftonline.com", "client-1",
			"oid-ada.tenant-1", "tenant-1", "ada@contoso.example");

	static final PendingSignIn PENDING = new PendingSignIn("attempt-1", "device-code-1", "ABC-123",
			URI.create("https://microsoft.com/devicelogin"), "Type ABC-123", Instant.parse("2026-01-02T03:04:05.678Z"),
			5, "contoso", Set.of("scope-1", "scope-2"), "{\"claims\":1}", "owner-1",
			Instant.parse("2026-01-02T03:00:00Z"));

	private SampleLogins() {
	}

	static Login signedIn(String tokenCache) {
		return Login.NONE.signedIn(tokenCache, RECORD);
	}

}
