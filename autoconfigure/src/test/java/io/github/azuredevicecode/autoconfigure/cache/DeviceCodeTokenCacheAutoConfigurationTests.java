package io.github.azuredevicecode.autoconfigure.cache;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

import javax.sql.DataSource;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.cache.CanonicalKey;
import io.github.azuredevicecode.cache.InMemoryTokenCache;
import io.github.azuredevicecode.cache.file.FileTokenCache;
import io.github.azuredevicecode.cache.jdbc.JdbcTokenCache;
import io.github.azuredevicecode.cache.redis.RedisTokenCache;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link DeviceCodeTokenCacheAutoConfiguration}.
 */
@Tag("contract-1.11")
@ExtendWith(OutputCaptureExtension.class)
class DeviceCodeTokenCacheAutoConfigurationTests {

	private static final String PREFIX = "azure.identity.device-code.token-cache.";

	private static final String KEY = Base64.getEncoder()
		.encodeToString("0123456789abcdef0123456789abcde\0".getBytes());

	@TempDir
	private Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(DeviceCodeTokenCacheAutoConfiguration.class, DeviceCodeAutoConfiguration.class));

	private final ApplicationContextRunner jdbc = this.contextRunner
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
		.withPropertyValues(PREFIX + "type=jdbc", PREFIX + "encryption.key=" + KEY);

	@Test
	void byDefaultThereIsNoStore() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(DeviceCodeCredential.class)
			.doesNotHaveBean(TokenCache.class));
	}

	@Test
	void aFileWithAKey(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues(PREFIX + "type=file", PREFIX + "encryption.key=" + KEY,
					PREFIX + "file.directory=" + this.directory.resolve("logins"))
			.run((context) -> assertThat(context).hasSingleBean(FileTokenCache.class));
		assertThat(output).doesNotContain("plain text").doesNotContain(KEY);
	}

	@Test
	void aNameKeyNamesTheFiles() {
		Path logins = this.directory.resolve("logins");
		CachedLoginKey key = new CachedLoginKey("default", "client", "authority", "tenant", LoginMode.STANDARD);
		this.contextRunner
			.withPropertyValues(PREFIX + "type=file", PREFIX + "encryption.key=" + KEY,
					PREFIX + "encryption.name-key=" + KEY, PREFIX + "file.directory=" + logins)
			.run((context) -> assertThat(
					context.getBean(FileTokenCache.class).replace(key, CachedLogin.NONE, CachedLogin.NONE.signedOut()))
				.isTrue());
		assertThat(logins).isNotEmptyDirectory()
			.isDirectoryNotContaining((file) -> file.toString().contains(CanonicalKey.digest(key).substring(0, 8)));
	}

	@Test
	void aFileWithAKeyFile() throws Exception {
		Path keyFile = Files.writeString(this.directory.resolve("key"), KEY + "\n");
		this.contextRunner.withPropertyValues(PREFIX + "type=file", PREFIX + "encryption.key-file=" + keyFile)
			.run((context) -> assertThat(context).hasSingleBean(FileTokenCache.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "?", "" })
	void aUserWithoutAHomeNamesTheDirectory(String home) {
		this.contextRunner.withSystemProperties("user.home=" + home)
			.withPropertyValues(PREFIX + "type=file", PREFIX + "encryption.key=" + KEY)
			.run((context) -> assertThat(find(context.getStartupFailure()).getName())
				.isEqualTo(PREFIX + "file.directory"));
	}

	@Test
	void plainTextIsWarnedAbout(CapturedOutput output) {
		this.contextRunner.withPropertyValues(PREFIX + "type=file", PREFIX + "allow-unencrypted-storage=true")
			.run((context) -> assertThat(context).hasSingleBean(FileTokenCache.class));
		assertThat(output).containsOnlyOnce("Logins are written as plain text");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "type=file | no key is configured. Create one with 'openssl rand -base64 32'",
			"type=file;encryption.key=secret-word | openssl rand",
			"type=file;encryption.key-file=/does/not/exist | /does/not/exist",
			"type=file;encryption.key=KEY;encryption.key-file=/some/file | set one of them",
			"type=file;encryption.previous-keys=KEY | the key that logins are written with is missing",
			"type=file;encryption.key=KEY;encryption.name-key=secret-word | The name key is not 32 bytes",
			"type=file;encryption.name-key=KEY;allow-unencrypted-storage=true | the key that logins are encrypted with is missing",
			"type=jdbc | spring-boot-starter-jdbc", "type=redis | spring-boot-starter-data-redis" })
	void whatIsMissingIsSaidAtStartUp(String properties, String advice) {
		String[] values = Arrays.stream(properties.replace("KEY", KEY).split(";"))
			.map((property) -> PREFIX + property)
			.toArray(String[]::new);
		this.contextRunner.withPropertyValues(values).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause().isNotNull();
			assertThat(context.getStartupFailure()).hasStackTraceContaining(advice);
			assertThat(context.getStartupFailure()).satisfies((failure) -> assertThat(find(failure)).isNotNull()
				.extracting(InvalidConfigurationPropertyValueException::getName)
				.asString()
				.startsWith(PREFIX));
			assertThat(context.getStartupFailure().toString() + find(context.getStartupFailure()).getReason())
				.doesNotContain("secret-word")
				.doesNotContain(KEY);
		});
	}

	private static InvalidConfigurationPropertyValueException find(Throwable failure) {
		Throwable cause = failure;
		while (cause != null && !(cause instanceof InvalidConfigurationPropertyValueException)) {
			cause = cause.getCause();
		}
		return (InvalidConfigurationPropertyValueException) cause;
	}

	@Test
	void aDatabaseThatIsEmbeddedGetsItsTable() {
		this.jdbc.run((context) -> {
			assertThat(context).hasSingleBean(JdbcTokenCache.class);
			assertThat(count(new JdbcTemplate(context.getBean(DataSource.class)))).isZero();
		});
	}

	@Test
	void theTableCanBeThereAlready() {
		this.jdbc.withPropertyValues(PREFIX + "jdbc.initialize-schema=never").run((context) -> {
			assertThat(context).hasSingleBean(JdbcTokenCache.class);
			assertThat(catchThrowable(() -> count(new JdbcTemplate(context.getBean(DataSource.class))))).isNotNull();
		});
	}

	@Test
	void ofSeveralDataSourcesOneIsNamed() {
		ApplicationContextRunner several = this.contextRunner
			.withPropertyValues(PREFIX + "type=jdbc", PREFIX + "encryption.key=" + KEY)
			.withBean("first", DataSource.class, () -> dataSource("first"))
			.withBean("second", DataSource.class, () -> dataSource("second"));
		several.run((context) -> assertThat(find(context.getStartupFailure()).getReason())
			.contains("there is no single DataSource", PREFIX + "jdbc.data-source"));
		several.withPropertyValues(PREFIX + "jdbc.data-source=second").run((context) -> {
			assertThat(context).hasSingleBean(JdbcTokenCache.class);
			assertThat(count(new JdbcTemplate(context.getBean("second", DataSource.class)))).isZero();
		});
	}

	@Test
	void aPrimaryDataSourceIsUsedUnlessAnotherIsNamed() {
		ApplicationContextRunner several = this.contextRunner
			.withPropertyValues(PREFIX + "type=jdbc", PREFIX + "encryption.key=" + KEY)
			.withBean("main", DataSource.class, () -> dataSource("main"), (definition) -> definition.setPrimary(true))
			.withBean("own", DataSource.class, () -> dataSource("own"),
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false));
		several
			.run((context) -> assertThat(count(new JdbcTemplate(context.getBean("main", DataSource.class)))).isZero());
		several.withPropertyValues(PREFIX + "jdbc.data-source=own")
			.run((context) -> assertThat(count(new JdbcTemplate(context.getBean("own", DataSource.class)))).isZero());
	}

	private static DataSource dataSource(String name) {
		return new DriverManagerDataSource("jdbc:h2:mem:auto-configuration-" + name + ";DB_CLOSE_DELAY=-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "datasource", "deviceCodeCredential", "" })
	void aDataSourceThatDoesNotExistIsNamedAtStartUp(String name) {
		this.jdbc.withPropertyValues(PREFIX + "jdbc.data-source=" + name)
			.run((context) -> assertThat(find(context.getStartupFailure())).isNotNull().satisfies((failure) -> {
				assertThat(failure.getName()).isEqualTo(PREFIX + "jdbc.data-source");
				assertThat(failure.getValue()).isEqualTo(name);
				assertThat(failure.getReason()).contains("there is no DataSource bean of this name", "[dataSource]");
			}));
	}

	private static int count(JdbcTemplate jdbc) {
		Integer count = jdbc.queryForObject("select count(*) from DEVICE_CODE_LOGIN", Integer.class);
		return (count != null) ? count : -1;
	}

	@Test
	void redis() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues(PREFIX + "type=redis", PREFIX + "encryption.key=" + KEY)
			.run((context) -> assertThat(context).hasSingleBean(RedisTokenCache.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "file", "jdbc", "redis" })
	void aStoreOfTheApplicationIsUsedInstead(String type) {
		InMemoryTokenCache own = new InMemoryTokenCache();
		this.jdbc.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withBean(TokenCache.class, () -> own)
			.withPropertyValues(PREFIX + "type=" + type)
			.run((context) -> assertThat(context).getBean(TokenCache.class).isSameAs(own));
	}

	@Test
	void withoutSpringJdbcItIsSaidWhatIsMissing() {
		this.jdbc.withClassLoader(new FilteredClassLoader(JdbcClient.class))
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void nothingIsLeftWhenDisabled() {
		this.contextRunner
			.withPropertyValues("azure.identity.device-code.enabled=false", PREFIX + "type=file",
					PREFIX + "encryption.key=" + KEY)
			.run((context) -> assertThat(context).doesNotHaveBean(TokenCache.class));
	}

}
