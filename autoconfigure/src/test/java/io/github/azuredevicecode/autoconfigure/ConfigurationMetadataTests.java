package io.github.azuredevicecode.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.github.azuredevicecode.json.JsonObjects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The generated metadata describes every property, and the README names those that matter
 * most.
 */
class ConfigurationMetadataTests {

	private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9.-]+)` \\|");

	private static final Predicate<String> OURS = (name) -> name.startsWith(DeviceCodeProperties.PREFIX + ".");

	@Test
	void everyPropertyHasADescription() throws IOException {
		Map<String, String> properties = metadata();
		assertThat(properties).isNotEmpty();
		assertThat(properties).allSatisfy((name, description) -> assertThat(description).as(name).endsWith("."));
	}

	@Test
	void theReadmeListsTwelveProperties() throws IOException {
		String readme = Files.readString(Path.of("..", "README.md"));
		List<String> listed = ROW.matcher(readme)
			.results()
			.map((row) -> DeviceCodeProperties.PREFIX + "." + row.group(1))
			.toList();
		assertThat(listed).doesNotHaveDuplicates().hasSize(12);
		assertThat(metadata().keySet()).containsAll(listed);
	}

	@Test
	void theDocumentsNameThePropertiesOfTheEndpoint() throws IOException {
		String document = Files.readString(Path.of("..", "starter/docs/operating.md"));
		List<String> management = metadata().keySet().stream().filter(OURS.negate()).toList();
		// Boot has it for every endpoint, and documents it
		assertThat(management).contains("management.endpoint.devicecode.cache.time-to-live")
			.filteredOn((name) -> !name.endsWith(".cache.time-to-live"))
			.isNotEmpty()
			.allSatisfy((name) -> assertThat(document).contains("`" + name));
	}

	private static TreeMap<String, String> metadata() throws IOException {
		TreeMap<String, String> properties = new TreeMap<>();
		try (InputStream input = DeviceCodeProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			assertThat(input).as("generated metadata").isNotNull();
			Map<String, ?> json = JsonObjects.parse(new String(input.readAllBytes(), StandardCharsets.UTF_8));
			for (Object property : (List<?>) json.get("properties")) {
				Map<?, ?> members = (Map<?, ?>) property;
				properties.put(String.valueOf(members.get("name")), String.valueOf(members.get("description")));
			}
		}
		return properties;
	}

}
