package io.github.azuredevicecode.cache;

import java.net.URI;
import java.time.Instant;
import java.util.Set;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.PendingSignIn;

/**
 * Logins to store, and their keys.
 */
public final class SampleLogins {

	public static final CachedLoginKey KEY = new CachedLoginKey("default", "client-1",
			"https://login.microsoftonline.com", "contoso", LoginMode.STANDARD);

	public static final CachedLoginKey OTHER_KEY = new CachedLoginKey("default", "client-1",
			"https://login.microsoftonline.com", "fabrikam", LoginMode.STANDARD);

	public static final AuthenticationRecord RECORD = new AuthenticationRecord("login.microsoftonline.com", "client-1",
			"oid-ada.tenant-1", "tenant-1", "ada@contoso.example");

	public static final PendingSignIn PENDING = new PendingSignIn("attempt-1", "device-code-1", "ABC-123",
			URI.create("https://microsoft.com/devicelogin"), "Type ABC-123", Instant.parse("2026-01-02T03:04:05.678Z"),
			5, "contoso", Set.of("scope-1", "scope-2"), "{\"claims\":1}", "owner-1",
			Instant.parse("2026-01-02T03:00:00Z"));

	private SampleLogins() {
	}

	public static CachedLogin signedIn(String tokenCache) {
		return CachedLogin.NONE.signedIn(tokenCache, RECORD, Instant.EPOCH);
	}

}
