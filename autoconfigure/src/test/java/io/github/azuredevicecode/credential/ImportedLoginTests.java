package io.github.azuredevicecode.credential;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.cache.UnreadableLoginException;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A login that another program has kept, with several accounts.
 */
class ImportedLoginTests {

	private static final CachedLoginKey KEY = new CachedLoginKey("default", "client",
			"https://login.microsoftonline.com", "organizations", LoginMode.STANDARD);

	private static final String PART = "\"home_account_id\":\"%1$s.t\",\"environment\":\"login.microsoftonline.com\"";

	private static final String ACCOUNT = "\"%1$s\":{" + PART
			+ ",\"realm\":\"t\",\"local_account_id\":\"%1$s\",\"username\":\"%1$s@contoso.example\",\"authority_type\":\"MSSTS\"}";

	private final CredentialFixture fixture = new CredentialFixture();

	private DefaultDeviceCodeCredential credential(String refreshTokens, String others,
			Consumer<DeviceCodeCredential.Builder> customizer) throws UnreadableLoginException {
		String cache = "{\"Account\":{" + ACCOUNT.formatted("ada") + "," + ACCOUNT.formatted("bob")
				+ "},\"RefreshToken\":{" + refreshTokens + "},\"IdToken\":{}," + others + "}";
		CachedLogin login = new JsonLoginCodec().decode(KEY, cache.getBytes(StandardCharsets.UTF_8));
		assertThat(this.fixture.store.replace(KEY, CachedLogin.NONE, login)).isTrue();
		return this.fixture.credential(customizer);
	}

	private static String refreshToken(String user, String clientId, String familyId) {
		return ("\"rt-%1$s\":{" + PART + ",\"credential_type\":\"RefreshToken\",\"client_id\":\"" + clientId
				+ "\",\"secret\":\"rt-%1$s\"" + familyId + "}")
			.formatted(user);
	}

	private static String both() {
		return refreshToken("ada", "client", "") + "," + refreshToken("bob", "client", "");
	}

	private void assertRefreshed(DefaultDeviceCodeCredential credential, String refreshToken) {
		this.fixture.transport.tokens("token", 3600);
		assertThat(credential.getToken("scope").value()).isEqualTo("token");
		assertThat(this.fixture.transport.requests().get(0).form()).containsEntry("refresh_token", refreshToken);
		assertThat(this.fixture.prompts).isEmpty();
	}

	@Test
	void theExpectedUserChoosesTheAccount() throws Exception {
		DefaultDeviceCodeCredential credential = credential(both(), "\"AccessToken\":{}",
				(builder) -> builder.expectedObjectIds("bob", "oid-ada"));
		assertRefreshed(credential, "rt-bob");
	}

	@Test
	void theRecordChoosesTheAccount() throws Exception {
		DefaultDeviceCodeCredential credential = credential(both(), "\"AccessToken\":{}",
				(builder) -> builder.authenticationRecord(new AuthenticationRecord("login.microsoftonline.com",
						"client", "ada.t", "t", "ada@contoso.example")));
		assertRefreshed(credential, "rt-ada");
	}

	@Test
	void withoutAChoiceTheUserIsAsked() throws Exception {
		DefaultDeviceCodeCredential credential = credential(both(), "\"AccessToken\":{}", (builder) -> {
		});
		this.fixture.transport.deviceCode();
		credential.getTokenAsync(TokenRequest.of("scope"));
		assertThat(this.fixture.prompts).hasSize(1);
	}

	@Test
	void aRefreshTokenOfTheFamilyIsUsed() throws Exception {
		DefaultDeviceCodeCredential credential = credential(refreshToken("ada", "other", ",\"family_id\":\"1\""),
				"\"AccessToken\":{},\"AppMetadata\":{\"a\":{\"client_id\":\"client\",\"environment\":\"login.microsoftonline.com\",\"family_id\":\"1\"}}",
				(builder) -> {
				});
		assertRefreshed(credential, "rt-ada");
	}

	@Test
	void aProofOfPossessionTokenIsNotHandedOut() throws Exception {
		DefaultDeviceCodeCredential credential = credential(refreshToken("ada", "client", ""),
				("\"AccessToken\":{\"at\":{" + PART
						+ ",\"credential_type\":\"AccessToken_With_AuthScheme\",\"client_id\":\"client\",\"realm\":\"organizations\","
						+ "\"target\":\"scope\",\"secret\":\"bound\",\"token_type\":\"pop\",\"cached_at\":\"1\",\"expires_on\":\"4200000000\"}}")
					.formatted("ada"),
				(builder) -> {
				});
		assertRefreshed(credential, "rt-ada");
	}

}
