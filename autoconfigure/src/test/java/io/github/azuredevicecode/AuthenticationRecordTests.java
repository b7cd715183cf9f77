package io.github.azuredevicecode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AuthenticationRecord}.
 */
class AuthenticationRecordTests {

	private static final AuthenticationRecord RECORD = new AuthenticationRecord("host:8443", "client", "oid.tid", "tid",
			"J\u00fcrgen \"J\" \\ \ud83d\ude00@contoso.example");

	@Test
	void aRecordSurvivesItsSerializedForm() {
		assertThat(AuthenticationRecord.deserialize(RECORD.serialize())).isEqualTo(RECORD);
	}

	@ParameterizedTest
	@ValueSource(strings = { "authority", "clientId", "homeAccountId", "tenantId", "username" })
	void aMissingPartIsNamed(String name) {
		String without = RECORD.serialize().replace("\"" + name + "\"", "\"other\"");
		assertThatIllegalArgumentException().isThrownBy(() -> AuthenticationRecord.deserialize(without))
			.withMessageContaining("'" + name + "' is missing");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "1", "true", "[]", "{}" })
	void aPartThatIsNoStringIsNamed(String value) {
		String wrong = "{\"authority\":\"a\",\"clientId\":" + value
				+ ",\"homeAccountId\":\"h\",\"tenantId\":\"t\",\"username\":\"u\",\"version\":\"1.0\"}";
		assertThatIllegalArgumentException().isThrownBy(() -> AuthenticationRecord.deserialize(wrong))
			.withMessageContaining("'clientId' is missing or is not a string");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"2.0\"", "\"1\"", "\"\"", "1.0", "null" })
	void onlyVersionOneIsRead(String version) {
		String other = RECORD.serialize().replace("\"1.0\"", version);
		assertThatIllegalArgumentException().isThrownBy(() -> AuthenticationRecord.deserialize(other))
			.withMessageStartingWith("Unexpected version ");
	}

	@Test
	void whatIsNotJsonIsSaidToBeNoRecord() {
		assertThatIllegalArgumentException().isThrownBy(() -> AuthenticationRecord.deserialize("canary"))
			.withMessageStartingWith("This is not an authentication record: ")
			.withMessageNotContaining("canary");
	}

}
