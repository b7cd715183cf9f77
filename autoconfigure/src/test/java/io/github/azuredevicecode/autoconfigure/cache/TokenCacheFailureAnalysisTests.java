package io.github.azuredevicecode.autoconfigure.cache;

import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Failed starts are explained, and no explanation shows a key.
 */
@ExtendWith(OutputCaptureExtension.class)
class TokenCacheFailureAnalysisTests {

	private static final String PREFIX = "azure.identity.device-code.token-cache.";

	private static final String KEY = "Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LWNhbmE=";

	@ParameterizedTest
	@CsvSource({ "jdbc.tabel-name,jdbc.table-name", "jdbc.continue-on-eror,jdbc.continue-on-error",
			"jbdc.table-name,jdbc.table-name" })
	void anUnknownPropertyOfTheDatabaseIsComparedWithThoseThatExist(String unknown, String known,
			CapturedOutput output) {
		fail("type=jdbc", "allow-unencrypted-storage=true", unknown + "=canary");
		assertThat(output).contains("There is no such property")
			.contains("Did you mean: " + PREFIX + known)
			.doesNotContain("canary");
	}

	@Test
	void aDataSourceThatDoesNotExistIsNamed(CapturedOutput output) {
		fail("type=jdbc", "allow-unencrypted-storage=true", "jdbc.data-source=another");
		assertThat(output).contains(PREFIX + "jdbc.data-source", "another",
				"there is no DataSource bean of this name: use one of [dataSource]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://host/db?user=ada&password=canary", "jdbc:mysql://root:canary@host/db",
			"jdbc:oracle:thin:scott/canary@//host" })
	void theUrlOfADatabaseInThePlaceOfItsBeanIsNotShown(String url, CapturedOutput output) {
		fail("type=jdbc", "allow-unencrypted-storage=true", "jdbc.data-source=" + url);
		assertThat(output).contains(PREFIX + "jdbc.data-source").doesNotContain("canary");
	}

	@Test
	void propertiesOfTheDatabaseAreAmongThoseThatExist(CapturedOutput output) {
		fail("tpye=file");
		assertThat(output).contains("jdbc.schema", "jdbc.watch-interval");
	}

	@ParameterizedTest
	@CsvSource({ "previous-key", "previous-keys-file", "older-keys", "keys", "key-flie" })
	void aKeyUnderAnUnknownNameIsNotShown(String name, CapturedOutput output) {
		fail("type=file", "encryption." + name + "=" + KEY);
		assertThat(output).contains("There is no such property")
			.contains(PREFIX + "encryption." + name)
			.contains("previous-keys")
			.doesNotContain(KEY);
	}

	@Test
	void aKeyOfAWrongFormIsNotShown(CapturedOutput output) {
		fail("type=file", "encryption.key=canary-canary");
		assertThat(output).contains("The value of '" + PREFIX + "encryption.key' is invalid and is not shown here")
			.contains("openssl rand -base64 32")
			.doesNotContain("canary");
	}

	@Test
	void aPreviousKeyOfAWrongFormIsNamedAndNoKeyIsShown(CapturedOutput output) {
		fail("type=file", "encryption.key=" + KEY, "encryption.previous-keys=canary-canary");
		assertThat(output).contains("The value of '" + PREFIX + "encryption.previous-keys' is invalid")
			.contains("Previous encryption key 1 is not 32 bytes")
			.doesNotContain(KEY)
			.doesNotContain("canary");
	}

	@Test
	void aKeyInThePlaceOfItsFileIsNotShown(CapturedOutput output) {
		fail("type=file", "encryption.key-file=" + KEY);
		assertThat(output).contains("The value of '" + PREFIX + "encryption.key-file' is invalid")
			.contains("it is a key and not the name of a file")
			.doesNotContain(KEY);
	}

	@Test
	void aKeyFileThatIsMissingIsNamed(CapturedOutput output) {
		fail("type=file", "encryption.key-file=/does/not/exist");
		assertThat(output).contains("The value of '" + PREFIX + "encryption.key-file' is invalid")
			.contains("Cannot read the encryption key file /does/not/exist");
	}

	private static void fail(String... properties) {
		String[] arguments = new String[properties.length];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = "--" + PREFIX + properties[i];
		}
		assertThatException().isThrownBy(
				() -> new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run(arguments));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DeviceCodeTokenCacheAutoConfiguration.class,
			DeviceCodeAutoConfiguration.class })
	static class Application {

	}

}
