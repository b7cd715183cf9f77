package io.github.azuredevicecode.credential.signin;

import java.time.Instant;
import java.util.stream.Stream;

import io.github.azuredevicecode.concurrent.Moment;
import io.github.azuredevicecode.testsupport.FieldCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Device authorization responses: {@code body} and, where it can be used,
 * {@code verification-uri}, {@code user-code}, {@code lifetime-seconds},
 * {@code interval-seconds} and {@code message}; else {@code refused}, a part of the
 * reason.
 */
class DeviceCodeFieldTests {

	private static final Moment NOW = new Moment(0, Instant.EPOCH);

	static Stream<FieldCase> deviceCodes() {
		return FieldCase.of("device-code", "body", "verification-uri", "user-code", "lifetime-seconds",
				"interval-seconds", "message", "refused");
	}

	@ParameterizedTest
	@MethodSource("deviceCodes")
	void aCodeIsReadInEachForm(FieldCase deviceCode) {
		String refused = deviceCode.get("refused");
		if (refused != null) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> DeviceAuthorizationResponse.parse(deviceCode.required("body"), NOW))
				.withMessageContaining(refused);
			return;
		}
		DeviceAuthorizationResponse response = DeviceAuthorizationResponse.parse(deviceCode.required("body"), NOW);
		assertThat(response.verificationUri()).hasToString(deviceCode.required("verification-uri"));
		assertThat(response.userCode()).isEqualTo(deviceCode.required("user-code"));
		assertThat(response.lifetime()).hasSeconds(Long.parseLong(deviceCode.required("lifetime-seconds")));
		String interval = deviceCode.get("interval-seconds");
		assertThat((response.interval() != null) ? response.interval().toSeconds() : null)
			.isEqualTo((interval != null) ? Long.valueOf(interval) : null);
		assertThat(response.message()).contains(deviceCode.required("message"));
	}

}
