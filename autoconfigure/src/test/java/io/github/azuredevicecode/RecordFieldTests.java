package io.github.azuredevicecode;

import java.util.stream.Stream;

import io.github.azuredevicecode.testsupport.FieldCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Authentication records of the azure-identity libraries: {@code record} with
 * {@code authority}, {@code client-id}, {@code home-account-id}, {@code tenant-id} and
 * {@code username}, or {@code refused} with a message that contains this text.
 */
class RecordFieldTests {

	static Stream<FieldCase> records() {
		return FieldCase.of("record", "record", "authority", "client-id", "home-account-id", "tenant-id", "username",
				"refused");
	}

	@ParameterizedTest
	@MethodSource("records")
	void aRecordOfAnyLanguageIsRead(FieldCase field) {
		String refused = field.get("refused");
		if (refused != null) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> AuthenticationRecord.deserialize(field.required("record")))
				.withMessageContaining(refused);
			return;
		}
		AuthenticationRecord record = AuthenticationRecord.deserialize(field.required("record"));
		assertThat(record).isEqualTo(new AuthenticationRecord(field.required("authority"), field.required("client-id"),
				field.required("home-account-id"), field.required("tenant-id"), field.required("username")));
		assertThat(AuthenticationRecord.deserialize(record.serialize())).isEqualTo(record);
	}

}
