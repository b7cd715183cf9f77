package io.github.azuredevicecode.cache.codec;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.cache.UnreadableLoginException;
import io.github.azuredevicecode.testsupport.FieldCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Token caches of the MSAL libraries and of the programs built on them: {@code cache} is
 * read for the application {@code client-id} of the public cloud. It has the account
 * {@code home-account-id} with {@code tenant-id} and {@code username}, {@code several}
 * accounts, or is {@code refused} with a message that contains this text.
 */
class CacheFieldTests {

	static Stream<FieldCase> caches() {
		return FieldCase.of("cache", "cache", "client-id", "home-account-id", "tenant-id", "username", "several",
				"refused");
	}

	@ParameterizedTest
	@MethodSource("caches")
	void anAccountThatFitsIsTakenOver(FieldCase field) throws UnreadableLoginException {
		CachedLoginKey key = new CachedLoginKey("default", field.required("client-id"),
				"https://login.microsoftonline.com", "organizations", LoginMode.STANDARD);
		byte[] bytes = field.required("cache").getBytes(StandardCharsets.UTF_8);
		String refused = field.get("refused");
		if (refused != null) {
			assertThatExceptionOfType(UnreadableLoginException.class)
				.isThrownBy(() -> new JsonLoginCodec().decode(key, bytes))
				.withMessageContaining(refused);
			return;
		}
		AuthenticationRecord record = new JsonLoginCodec().decode(key, bytes).authenticationRecord();
		assertThat(record).isEqualTo((field.get("several") != null) ? null
				: new AuthenticationRecord("login.microsoftonline.com", field.required("client-id"),
						field.required("home-account-id"), field.required("tenant-id"), field.required("username")));
	}

}
