package io.github.azuredevicecode;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.azuredevicecode.identifier.Authorities;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records and authorities are read or refused, and what was read can be used.
 */
class ValueFuzzTests {

	@FuzzTest(maxDuration = "1m")
	void authenticationRecord(byte[] input) {
		try {
			AuthenticationRecord record = AuthenticationRecord.deserialize(new String(input, StandardCharsets.UTF_8));
			assertThat(AuthenticationRecord.deserialize(record.serialize())).isEqualTo(record);
		}
		catch (IllegalArgumentException ex) {
			assertThat(ex.getMessage()).isNotBlank();
		}
	}

	@FuzzTest(maxDuration = "1m")
	void authority(byte[] input) {
		String authority;
		try {
			authority = Authorities.normalize(new String(input, StandardCharsets.UTF_8));
		}
		catch (IllegalArgumentException ex) {
			assertThat(ex.getMessage()).isNotBlank();
			return;
		}
		URI uri = URI.create(authority);
		assertThat(uri.getScheme()).isEqualTo("https");
		assertThat(uri.getHost()).isNotNull();
		assertThat(uri.getRawUserInfo()).isNull();
		assertThat(uri.getRawQuery()).isNull();
		assertThat(uri.getRawFragment()).isNull();
		assertThat(Authorities.normalize(authority)).isEqualTo(authority);
		URI endpoint = URI.create(authority + "/tenant/oauth2/v2.0/token");
		assertThat(endpoint.normalize().getPath()).endsWith("/tenant/oauth2/v2.0/token");
	}

}
