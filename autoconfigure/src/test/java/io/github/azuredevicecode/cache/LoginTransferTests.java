package io.github.azuredevicecode.cache;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.cache.codec.EncryptedLoginCodec;
import io.github.azuredevicecode.cache.codec.EncryptionKeys;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import io.github.azuredevicecode.cache.file.FileTokenCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the documentation of the migration has a login taken over.
 */
class LoginTransferTests {

	private static final String CACHE = """
			{"Account": {"a": {"home_account_id": "oid-ada.tenant-1", "environment": "login.windows.net",
			"realm": "tenant-1", "username": "ada@contoso.example"}}, "RefreshToken": {"r": {"home_account_id":
			"oid-ada.tenant-1", "environment": "login.windows.net", "client_id": "client-1", "secret": "canary"}}}""";

	@Test
	void aPlainCacheOfMsalIsKeptInAnEncryptedStore(@TempDir Path directory) throws Exception {
		Path msalCache = Files.writeString(directory.resolve("msal.json"), CACHE);
		Path keyFile = Files.writeString(directory.resolve("key"), Base64.getEncoder().encodeToString(new byte[32]));
		Path logins = directory.resolve("logins");

		CachedLoginKey key = new CachedLoginKey("default", "client-1", "https://login.microsoftonline.com",
				"organizations", LoginMode.STANDARD);
		CachedLogin login = new JsonLoginCodec().decode(key, Files.readAllBytes(msalCache));
		LoginCodec encrypted = new EncryptedLoginCodec(new JsonLoginCodec(), EncryptionKeys.fromFile(keyFile));
		try (FileTokenCache store = new FileTokenCache(logins, encrypted)) {
			boolean written = store.replace(key, CachedLogin.NONE, login);
			assertThat(written).isTrue();
		}

		try (FileTokenCache store = new FileTokenCache(logins, encrypted)) {
			assertThat(store.load(key)).isEqualTo(login);
			assertThat(store.load(key).authenticationRecord()).isNotNull()
				.satisfies((record) -> assertThat(record.username()).isEqualTo("ada@contoso.example"));
		}
		try (var files = Files.list(logins)) {
			assertThat(files)
				.allSatisfy((file) -> assertThat(new String(Files.readAllBytes(file))).doesNotContain("canary"));
		}
	}

}
