package io.github.azuredevicecode.autoconfigure.credential;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties make credentials or are refused, and the refusal names one of them.
 */
class PropertiesFuzzTests {

	private static final String PREFIX = DeviceCodeProperties.PREFIX + ".";

	@FuzzTest(maxDuration = "1m")
	void properties(byte[] input) {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (String line : new String(input, StandardCharsets.UTF_8).split("\n")) {
			int end = line.indexOf('=');
			if (end > 0) {
				properties.put(PREFIX + line.substring(0, end), line.substring(end + 1));
			}
		}
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().forEach((source) -> environment.getPropertySources().remove(source.getName()));
		environment.getPropertySources().addFirst(new MapPropertySource("fuzz", properties));
		try {
			DeviceCodeProperties bound = Binder.get(environment)
				.bindOrCreate(DeviceCodeProperties.PREFIX, DeviceCodeProperties.class);
			CredentialSettings settings = new CredentialSettings(bound, environment, null);
			assertThat(settings.all()).isNotEmpty();
			assertThat(List.copyOf(settings.all().values())).allSatisfy((definition) -> {
				assertThat(definition.authority().authority()).startsWith("https://").doesNotContain("@", "${");
				assertThat(definition.settings().toString()).doesNotContain("${");
			});
		}
		catch (BindException ex) {
			assertThat(ex.getName().toString()).startsWith(DeviceCodeProperties.PREFIX);
		}
		catch (InvalidConfigurationPropertyValueException ex) {
			assertThat(ex.getName()).startsWith(PREFIX);
			assertThat(ex.getReason()).isNotBlank();
		}
		catch (UserInfoInPropertyException ex) {
			assertThat(ex.getName()).startsWith(PREFIX);
		}
	}

}
