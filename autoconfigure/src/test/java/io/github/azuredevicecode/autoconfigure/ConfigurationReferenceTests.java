package io.github.azuredevicecode.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.azuredevicecode.json.JsonObjects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The reference of all properties in the documentation is that of the code.
 */
class ConfigurationReferenceTests {

	private static final String WRITE = "configuration-reference.write";

	private static final Path FILE = Path.of("..", "starter", "docs", "configuration.md");

	private static final String HEAD = """
			# Configuration reference

			All properties, generated from the metadata that editors complete by. What most applications need is in the
			[table of the README](../../README.md#properties). Times are written as `30s`, `15m` or `1h`; lists are separated
			by commas. An environment variable is the same name in upper case with `_` for each dot and without the dashes:
			`AZURE_IDENTITY_DEVICECODE_CLIENTID`.
			""";

	@Test
	void theReferenceIsThatOfTheMetadata() throws IOException {
		String expected = HEAD + new ConfigurationReference(metadata()).render();
		if (Boolean.getBoolean(WRITE)) {
			Files.writeString(FILE, expected);
		}
		assertThat(FILE).as("To write it anew, run this test with -D%s=true", WRITE)
			.usingCharset(StandardCharsets.UTF_8)
			.hasContent(expected);
	}

	@Test
	void everyPropertyHasItsRowUnderTheLongestPrefix() {
		assertThat(
				render("""
						{"groups": [{"name": "a"}, {"name": "a.b"}], "properties": [
						{"name": "a.one", "type": "java.lang.String", "description": "One."},
						{"name": "a.b.two", "type": "java.time.Duration", "defaultValue": "2s", "description": "Two."},
						{"name": "x.y.three", "type": "java.lang.Boolean", "defaultValue": false, "description": "Three."}]}"""))
			.isEqualTo("""

					## a

					| Property | Type | Default | Description |
					| --- | --- | --- | --- |
					| `one` | `String` |  | One. |

					## a.b

					| Property | Type | Default | Description |
					| --- | --- | --- | --- |
					| `two` | `Duration` | `2s` | Two. |

					## x.y

					| Property | Type | Default | Description |
					| --- | --- | --- | --- |
					| `three` | `Boolean` | `false` | Three. |
					""");
	}

	@Test
	void anEnumIsShownByItsConstants() {
		assertThat(render("""
				{"properties": [{"name": "a.unit", "type": "java.lang.Thread$State", "defaultValue": "timed_waiting",
				"description": "Unit."}]}"""))
			.contains("| `unit` | `new`, `runnable`, `blocked`, `waiting`, `timed-waiting`, `terminated` | "
					+ "`timed-waiting` | Unit. |");
	}

	@Test
	void aMapIsShownWithAKey() {
		assertThat(render("""
				{"properties": [{"name": "a.by-name", "description": "By name.",
				"type": "java.util.Map<java.lang.String,java.util.List<java.lang.Integer>>"}]}"""))
			.contains("| `by-name.<key>` | `Map<String, List<Integer>>` |  | By name. |");
	}

	@Test
	void aMapToATypeOfOursTellsItsMembers() {
		assertThat(render("""
				{"properties": [{"name": "a.by-name", "description": "By name.",
				"type": "java.util.Map<java.lang.String,%s>"}]}"""
			.formatted(TokenCacheProperties.File.class.getName())))
			.contains("| `by-name.<key>` | `Map<String, TokenCacheProperties.File>` |  | By name. "
					+ "For each key: `directory`. |");
	}

	@Test
	void whatIsInAMapIsKnownToo() {
		ConfigurationReference reference = new ConfigurationReference(JsonObjects.parse("""
				{"groups": [{"name": "a"}], "properties": [{"name": "a.one", "type": "java.lang.String"},
				{"name": "a.by-name", "type": "java.util.Map<java.lang.String,java.lang.String>"}]}"""));
		assertThat(List.of("a", "a.one", "a.by-name", "a.by-name.x.y")).allMatch(reference::knows);
		assertThat(List.of("b", "a.two", "a.one.x", "a.by-names")).noneMatch(reference::knows);
	}

	@Test
	void hintsFollowTheDescription() {
		assertThat(render("""
				{"properties": [{"name": "a.one", "type": "java.lang.String", "description": "One."}],
				"hints": [{"name": "a.one", "values": [{"value": "x", "description": "An x."}, {"value": "y"}]},
				{"name": "a.two", "values": [{"value": "z"}]}]}""")).contains("| One.<br>`x`: An x.<br>`y` |");
	}

	@Test
	void aDeprecatedPropertyNamesItsReplacement() {
		assertThat(render("""
				{"properties": [{"name": "a.one", "type": "java.lang.String", "description": "One.",
				"deprecation": {"replacement": "a.two", "reason": "Two is better."}}]}"""))
			.contains("| *Deprecated, use* `a.two`*.* Two is better. One. |");
	}

	@Test
	void aListOfDefaultsIsJoinedAndABarIsEscaped() {
		assertThat(
				render("""
						{"properties": [{"name": "a.one", "type": "java.util.List<java.lang.String>", "defaultValue": ["x", "y"],
						"description": "This | that."}]}"""))
			.contains("| `one` | `List<String>` | `x, y` | This \\| that. |");
	}

	static Map<String, ?> metadata() throws IOException {
		try (InputStream input = DeviceCodeProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			assertThat(input).as("generated metadata").isNotNull();
			return JsonObjects.parse(new String(input.readAllBytes(), StandardCharsets.UTF_8));
		}
	}

	private static String render(String metadata) {
		return new ConfigurationReference(JsonObjects.parse(metadata)).render();
	}

}
