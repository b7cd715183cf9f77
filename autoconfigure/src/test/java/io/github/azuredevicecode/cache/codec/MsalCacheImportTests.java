package io.github.azuredevicecode.cache.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.cache.SampleLogins;
import io.github.azuredevicecode.cache.UnreadableLoginException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Taking over a token cache that MSAL has written in another language.
 */
class MsalCacheImportTests {

	private static final String PUBLIC = "login.microsoftonline.com";

	@Test
	void takesOverTheOneAccount() throws Exception {
		String cache = cache(account("oid-ada.tenant-1", PUBLIC, "tenant-1"),
				refreshToken("oid-ada.tenant-1", PUBLIC, "client-1"));
		assertThat(decode(cache)).isEqualTo(new CachedLogin("imported-" + Integer.toHexString(cache.hashCode()), 1, 1,
				cache, SampleLogins.RECORD, null, null, null));
	}

	@Test
	void takesOverAnAccountUnderAnotherNameOfItsCloud() throws Exception {
		String cache = cache(account("oid-ada.tenant-1", "login.windows.net", "tenant-1"),
				refreshToken("oid-ada.tenant-1", "login.windows.net", "CLIENT-1"));
		assertThat(decode(cache).authenticationRecord()).isEqualTo(SampleLogins.RECORD);
	}

	@Test
	void passesOverAccountsOfOtherApplicationsAndClouds() throws Exception {
		String cache = cache(
				account("oid-bob.tenant-2", PUBLIC, "tenant-2") + ","
						+ account("oid-eve.tenant-3", "login.microsoftonline.us", "tenant-3") + ","
						+ account("oid-ada.tenant-1", PUBLIC, "tenant-1"),
				refreshToken("oid-bob.tenant-2", PUBLIC, "client-2") + ","
						+ refreshToken("oid-eve.tenant-3", "login.microsoftonline.us", "client-1") + ","
						+ refreshToken("oid-ada.tenant-1", PUBLIC, "client-1"));
		assertThat(decode(cache).authenticationRecord()).isEqualTo(SampleLogins.RECORD);
	}

	@Test
	void takesTheHomeTenantOfAGuest() throws Exception {
		String cache = cache(
				account("oid-ada.tenant-1", PUBLIC, "tenant-2") + "," + account("oid-ada.tenant-1", PUBLIC, "tenant-1"),
				refreshToken("oid-ada.tenant-1", PUBLIC, "client-1"));
		assertThat(decode(cache).authenticationRecord()).isEqualTo(SampleLogins.RECORD);
	}

	@Test
	void leavesTheChoiceAmongSeveralAccountsToTheCredential() throws Exception {
		String cache = cache(
				account("oid-ada.tenant-1", PUBLIC, "tenant-1") + "," + account("oid-bob.tenant-1", PUBLIC, "tenant-1"),
				refreshToken("oid-ada.tenant-1", PUBLIC, "client-1") + ","
						+ refreshToken("oid-bob.tenant-1", PUBLIC, "client-1"));
		assertThat(decode(cache).authenticationRecord()).isNull();
		assertThat(decode(cache).tokenCache()).isEqualTo(cache);
	}

	@Test
	void refusesACacheWithoutAnAccount() {
		for (String cache : List.of(cache("", ""), cache(account("oid-ada.tenant-1", PUBLIC, "tenant-1"), ""))) {
			assertThatExceptionOfType(UnreadableLoginException.class).isThrownBy(() -> decode(cache))
				.withMessageContaining("no account");
		}
	}

	private static CachedLogin decode(String cache) throws UnreadableLoginException {
		return new JsonLoginCodec().decode(SampleLogins.KEY, cache.getBytes(StandardCharsets.UTF_8));
	}

	private static String cache(String accounts, String refreshTokens) {
		return "{\"Account\":{" + accounts + "},\"RefreshToken\":{" + refreshTokens
				+ "},\"AccessToken\":{\"app\":{\"client_id\":\"client-1\"}},\"IdToken\":{},\"AppMetadata\":{}}";
	}

	private static String account(String homeAccountId, String environment, String realm) {
		return ("\"%1$s-%2$s-%3$s\":{\"home_account_id\":\"%1$s\",\"environment\":\"%2$s\",\"realm\":\"%3$s\","
				+ "\"local_account_id\":\"x\",\"username\":\"ada@contoso.example\",\"authority_type\":\"MSSTS\"}")
			.formatted(homeAccountId, environment, realm);
	}

	private static String refreshToken(String homeAccountId, String environment, String clientId) {
		return ("\"%1$s-%2$s-refreshtoken-%3$s--\":{\"home_account_id\":\"%1$s\",\"environment\":\"%2$s\","
				+ "\"client_id\":\"%3$s\",\"secret\":\"SECRET\",\"credential_type\":\"RefreshToken\"}")
			.formatted(homeAccountId, environment, clientId);
	}

}
