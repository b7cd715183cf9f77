package io.github.azuredevicecode;

import java.util.stream.IntStream;

import io.github.azuredevicecode.entra.SafeText;
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
	void noPartHasCharactersThatHideOrSteerATerminal() {
		StringBuilder all = new StringBuilder("begin");
		IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
			.filter((character) -> SafeText.clean("a" + Character.toString(character) + "b").matches("a ?b"))
			.filter((character) -> character != ' ')
			.forEach(all::appendCodePoint);
		String hidden = all.append("end").toString();
		assertThat(hidden.length()).isGreaterThan(1000);
		AuthenticationRecord record = new AuthenticationRecord(hidden, hidden, hidden, hidden, hidden);
		assertThat(record)
			.isEqualTo(new AuthenticationRecord("beginend", "beginend", "beginend", "beginend", "beginend"));
		assertThat(record.username()).isEqualTo("beginend");
	}

	@Test
	void whatIsNotJsonIsSaidToBeNoRecord() {
		assertThatIllegalArgumentException().isThrownBy(() -> AuthenticationRecord.deserialize("canary"))
			.withMessageStartingWith("This is not an authentication record: ")
			.withMessageNotContaining("canary");
	}

}
