package io.github.azuredevicecode.entra;

import java.util.Map;
import java.util.stream.Stream;

import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.entra.http.EntraResponse;
import io.github.azuredevicecode.testsupport.FieldCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Errors of the service: {@code body} with {@code error}, {@code aadsts} and parts of the
 * {@code advice} and the {@code claims}; without {@code error} the body is none.
 */
class ErrorFieldTests {

	static Stream<FieldCase> errors() {
		return FieldCase.of("error", "body", "error", "aadsts", "advice", "correlation-id", "claims");
	}

	@ParameterizedTest
	@MethodSource("errors")
	void anErrorIsReadWithItsCodeAndAdvice(FieldCase field) {
		ServiceError error = ServiceErrorParser.parse(new EntraResponse(400, Map.of(), field.required("body")));
		assertThat((error != null) ? error.errorCode() : null).isEqualTo(field.get("error"));
		if (error != null) {
			assertThat(error.aadstsCode()).isEqualTo(field.get("aadsts"));
			assertThat(error.correlationId()).isEqualTo(field.get("correlation-id"));
			assertThat(error.claims()).isEqualTo(field.get("claims"));
			String advice = field.get("advice");
			assertThat(String.valueOf(error.advice())).contains((advice != null) ? advice : "null");
			assertThat(error.text()).doesNotContain("\n", "\r");
		}
	}

}
