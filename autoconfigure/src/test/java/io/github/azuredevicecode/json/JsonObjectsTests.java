package io.github.azuredevicecode.json;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JsonObjects}.
 */
class JsonObjectsTests {

	@Test
	void everyKindOfValueIsReadAndWritten() {
		String json = "{\"s\":\"a\\\"b\",\"n\":1.50,\"t\":true,\"f\":false,\"z\":null,\"a\":[1,[],{}],\"o\":{\"p\":{}}}";
		Map<String, ?> object = JsonObjects.parse(json);
		assertThat(object.get("s")).isEqualTo("a\"b");
		assertThat(object.get("n")).isEqualTo(new BigDecimal("1.50"));
		assertThat(object.get("t")).isEqualTo(true);
		assertThat(object).containsKey("z");
		assertThat(object.get("z")).isNull();
		assertThat(object.get("a")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(3);
		assertThat(JsonObjects.write(object)).isEqualTo(json);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "[]", "1", "null", "\"a\"", "{", "{\"a\"", "{\"a\":}", "{\"a\":1,}", "{a:1}",
			"{\"a\":1}x", "{\"a\":1}{}", "{\"a\":NaN}", "{'a':1}", "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1,\"b\":1}}" })
	void whatIsNoObjectIsRefused(String json) {
		assertThatIllegalArgumentException().isThrownBy(() -> JsonObjects.parse(json)).withMessageNotContaining("a\":");
	}

	@Test
	void sizeAndDepthHaveLimits() {
		assertThat(JsonObjects.parse(nested(30))).isNotEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> JsonObjects.parse(nested(33)))
			.withMessageContaining("deeper than 32");
		String filler = "x".repeat(JsonObjects.MAX_LENGTH - 8);
		assertThat(JsonObjects.parse("{\"a\":\"" + filler + "\"}")).hasSize(1);
		assertThatIllegalArgumentException().isThrownBy(() -> JsonObjects.parse("{\"a\":\"" + filler + "y\"}"))
			.withMessageContaining("longer than");
	}

	@Test
	void aNumberWithVeryManyDigitsIsRefused() {
		assertThat(JsonObjects.parse("{\"a\":" + "1".repeat(128) + "}")).containsKey("a");
		assertThatIllegalArgumentException().isThrownBy(() -> JsonObjects.parse("{\"a\":" + "1".repeat(100_000) + "}"));
	}

	@Test
	void theLimitOfSizeCanBeAnother() {
		String filler = "x".repeat(JsonObjects.MAX_LENGTH);
		assertThat(JsonObjects.parse("{\"a\":\"" + filler + "\"}", JsonObjects.MAX_LENGTH + 8)).hasSize(1);
		assertThatIllegalArgumentException().isThrownBy(() -> JsonObjects.parse("{\"a\":1}", 6))
			.withMessageContaining("longer than 6");
	}

	@Test
	void otherObjectsAreWrittenAsStrings() {
		Map<String, Object> object = new LinkedHashMap<>();
		object.put("list", Arrays.asList(1L, null, true));
		object.put("other", Thread.State.NEW);
		assertThat(JsonObjects.write(object)).isEqualTo("{\"list\":[1,null,true],\"other\":\"NEW\"}");
		assertThat(JsonObjects.write(Map.of("empty", List.of()))).isEqualTo("{\"empty\":[]}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "NaN", "Infinity", "-Infinity", "+1", "1e99999999999" })
	void numbersThatAreNoneAreRefused(String number) {
		assertThatIllegalArgumentException().isThrownBy(() -> JsonObjects.parse("{\"a\":" + number + "}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"canary\":canary}", "{\"a\":\"canary", "{\"canary\":1,\"canary\":2}", "canary",
			"{\"a\":\"\\canary\"}", "{}canary" })
	void theMessageNeverQuotesTheText(String json) {
		assertThatIllegalArgumentException().isThrownBy(() -> JsonObjects.parse(json))
			.withMessageNotContaining("canary")
			.satisfies((ex) -> {
				for (Throwable cause = ex.getCause(); cause != null; cause = cause.getCause()) {
					assertThat(String.valueOf(cause.getMessage())).doesNotContain("canary");
				}
			});
	}

	private static String nested(int depth) {
		return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
	}

}
