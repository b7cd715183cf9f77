package io.github.azuredevicecode.credential;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.TokenRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stored tokens that cannot be used, since anyone may have written them, lead to a
 * sign-in.
 */
class HostileTokenCacheTests {

	private static final CachedLoginKey KEY = new CachedLoginKey("default", "client",
			"https://login.microsoftonline.com", "organizations", LoginMode.STANDARD);

	private static final String ACCOUNT = "{\"Account\":{\"a\":{\"home_account_id\":\"ada.t\",\"environment\":\"login.microsoftonline.com\",\"realm\":\"t\",\"local_account_id\":\"ada\",\"username\":\"ada\",\"authority_type\":\"MSSTS\"}},";

	private final CredentialFixture fixture = new CredentialFixture();

	static Stream<String> tokenCaches() {
		return Stream.of("", " ", "x", "[]", "[", "5", "null", "{", "{}", "{\"Account\":5}", "{\"Account\":[]}",
				"{\"Account\":{\"a\":5}}", ACCOUNT + "\"RefreshToken\":[]}", ACCOUNT + "\"RefreshToken\":{\"r\":5}}",
				ACCOUNT + "\"RefreshToken\":{\"r\":{\"home_account_id\":\"ada.t\",\"environment\":\"login.microsoftonline.com\",\"credential_type\":\"RefreshToken\",\"client_id\":\"client\",\"secret\":null}}}",
				ACCOUNT + "\"AccessToken\":{\"t\":{\"home_account_id\":\"ada.t\",\"environment\":\"login.microsoftonline.com\",\"credential_type\":\"AccessToken\",\"client_id\":\"client\",\"realm\":\"organizations\",\"target\":\"scope\",\"secret\":\"s\",\"expires_on\":\"99999999999999999\"}}}",
				ACCOUNT + "\"AccessToken\":{\"t\":{\"home_account_id\":\"ada.t\",\"environment\":\"login.microsoftonline.com\",\"credential_type\":\"AccessToken\",\"client_id\":\"client\",\"realm\":\"organizations\",\"target\":\"scope\",\"secret\":\"s\",\"expires_on\":1e99999999}}}",
				"{\"a\":".repeat(100_000), "{\"Account\":" + "[".repeat(100_000),
				"{\"Unknown\":" + "{\"a\":".repeat(100_000),
				"{\"Account\":{\"a\":{\"x\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}}}");
	}

	@ParameterizedTest
	@MethodSource("tokenCaches")
	void tokensThatCannotBeUsedLeadToASignIn(String tokenCache) {
		CachedLogin login = CachedLogin.NONE.signedIn(tokenCache,
				new AuthenticationRecord("login.microsoftonline.com", "client", "ada.t", "t", "ada@contoso.example"),
				Instant.EPOCH);
		assertThat(this.fixture.store.replace(KEY, CachedLogin.NONE, login)).isTrue();
		DefaultDeviceCodeCredential credential = this.fixture.credential((builder) -> {
		});
		this.fixture.transport.deviceCode();
		CompletableFuture<AccessToken> token = credential.getTokenAsync(TokenRequest.of("scope"));
		assertThat(this.fixture.prompts).as(() -> String.valueOf(token)).hasSize(1);
	}

}
