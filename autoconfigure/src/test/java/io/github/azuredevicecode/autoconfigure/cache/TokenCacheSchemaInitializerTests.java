package io.github.azuredevicecode.autoconfigure.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.sql.DataSource;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.autoconfigure.JdbcTokenCacheProperties;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.cache.jdbc.JdbcTokenCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenCacheSchemaInitializer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class TokenCacheSchemaInitializerTests {

	private static final String PREFIX = "azure.identity.device-code.token-cache.";

	private static final CachedLoginKey KEY = new CachedLoginKey("default", "client",
			"https://login.microsoftonline.com", "tenant", LoginMode.STANDARD);

	@TempDir
	private Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DeviceCodeTokenCacheAutoConfiguration.class, DeviceCodeAutoConfiguration.class))
		.withPropertyValues(PREFIX + "type=jdbc", PREFIX + "allow-unencrypted-storage=true");

	@ParameterizedTest
	@CsvSource({ "always,mem:,true", "always,file:,true", "embedded,mem:,true", "embedded,file:,false",
			"never,mem:,false", "never,file:,false" })
	void theModeDecidesWhetherTheTableIsCreated(String mode, String kind, boolean created) {
		database(kind).withPropertyValues(PREFIX + "jdbc.initialize-schema=" + mode)
			.run((context) -> assertThat(tables(context.getBean(DataSource.class)).contains("DEVICE_CODE_LOGIN"))
				.isEqualTo(created));
	}

	@ParameterizedTest
	@CsvSource({ "always,mem:,false", "always,file:,false", "embedded,mem:,false", "embedded,file:,true",
			"never,file:,false" })
	void aMissingTableThatIsNotCreatedIsWarnedAboutAtStartUp(String mode, String kind, boolean warned,
			CapturedOutput output) {
		database(kind).withPropertyValues(PREFIX + "jdbc.initialize-schema=" + mode)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.toString().contains("The table DEVICE_CODE_LOGIN of the token cache is missing"))
			.isEqualTo(warned);
		assertThat(output.toString().contains(PREFIX + "jdbc.initialize-schema=always")).isEqualTo(warned);
	}

	@Test
	void theTableIsThereWhenTheTokenCacheIsUsed() {
		database("mem:")
			.run((context) -> assertThat(context.getBean(JdbcTokenCache.class).load(KEY)).isEqualTo(CachedLogin.NONE));
	}

	@Test
	void thePlatformNamesTheScript() {
		database("mem:").withPropertyValues(PREFIX + "jdbc.platform=unheard-of")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("schema-unheard-of.sql"));
	}

	@Test
	void aScriptOfTheApplicationCreatesATableOfAnotherName() throws IOException {
		Files.writeString(this.directory.resolve("table-h2.sql"), """
				CREATE TABLE OTHER (LOGIN_KEY CHAR(64) PRIMARY KEY, VERSION BIGINT NOT NULL,
				DATA BLOB NOT NULL, UPDATED_AT BIGINT NOT NULL);
				""");
		database("mem:")
			.withPropertyValues(PREFIX + "jdbc.table-name=OTHER",
					PREFIX + "jdbc.schema=file:" + this.directory + "/table-@@platform@@.sql")
			.run((context) -> {
				assertThat(context.getBean(JdbcTokenCache.class)
					.replace(KEY, CachedLogin.NONE, CachedLogin.NONE.refreshed("tokens"))).isTrue();
				assertThat(tables(context.getBean(DataSource.class))).containsExactly("OTHER");
			});
	}

	@ParameterizedTest
	@CsvSource({ "true,false", "false,true" })
	void anErrorOfTheScriptEndsTheStartUnlessItContinues(boolean continueOnError, boolean failed) throws IOException {
		Files.writeString(this.directory.resolve("broken.sql"), "CREATE TABEL X;\nCREATE TABLE AFTER (A INT);\n");
		database("mem:")
			.withPropertyValues(PREFIX + "jdbc.continue-on-error=" + continueOnError,
					PREFIX + "jdbc.schema=file:" + this.directory + "/broken.sql")
			.run((context) -> {
				assertThat(context.getStartupFailure() != null).isEqualTo(failed);
				if (!failed) {
					assertThat(tables(context.getBean(DataSource.class))).containsExactly("AFTER");
				}
			});
	}

	@Test
	void anErrorOfTheScriptEndsTheStartByDefault() throws IOException {
		Files.writeString(this.directory.resolve("broken.sql"), "CREATE TABEL X;\n");
		database("mem:").withPropertyValues(PREFIX + "jdbc.schema=file:" + this.directory + "/broken.sql")
			.run((context) -> assertThat(context).hasFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "oracle", "h2" })
	void theScriptIsRunOnlyOnceThoughItIsAlwaysAskedFor(String platform) {
		String url = "jdbc:h2:file:" + this.directory.resolve("h2") + ";MODE=Oracle";
		for (int start = 1; start <= 2; start++) {
			this.contextRunner
				.withPropertyValues("spring.datasource.url=" + url, PREFIX + "jdbc.initialize-schema=always",
						PREFIX + "jdbc.platform=" + platform, PREFIX + "jdbc.continue-on-error=false")
				.run((context) -> assertThat(context).hasNotFailed()
					.getBean(JdbcTokenCache.class)
					.satisfies((cache) -> assertThat(cache.load(KEY)).isEqualTo(CachedLogin.NONE)));
		}
	}

	@Test
	void theTableIsCreatedInTheNamedDataSource() {
		DataSource own = new DriverManagerDataSource("jdbc:h2:mem:of-the-token-cache;DB_CLOSE_DELAY=-1");
		DataSource another = new DriverManagerDataSource("jdbc:h2:mem:of-another;DB_CLOSE_DELAY=-1");
		this.contextRunner.withBean("ofTheTokenCache", DataSource.class, () -> own)
			.withBean("ofAnother", DataSource.class, () -> another)
			.withPropertyValues(PREFIX + "jdbc.data-source=ofTheTokenCache")
			.run((context) -> {
				assertThat(context.getBean(JdbcTokenCache.class)
					.replace(KEY, CachedLogin.NONE, CachedLogin.NONE.refreshed("tokens"))).isTrue();
				assertThat(tables(own)).containsExactly("DEVICE_CODE_LOGIN");
				assertThat(tables(another)).isEmpty();
			});
	}

	@Test
	void anInitializerOfTheApplicationReplacesTheAutoConfiguredOne() {
		database("mem:").withUserConfiguration(OwnInitializer.class).run((context) -> {
			assertThat(context).getBean(TokenCacheSchemaInitializer.class).isInstanceOf(Own.class);
			assertThat(tables(context.getBean(DataSource.class))).containsExactly("BY_THE_APPLICATION");
		});
	}

	private ApplicationContextRunner database(String kind) {
		String url = "jdbc:h2:"
				+ (kind.equals("file:") ? kind + this.directory.resolve("h2") : "mem:schema-initializer");
		return this.contextRunner.withPropertyValues("spring.datasource.url=" + url,
				"spring.datasource.generate-unique-name=false");
	}

	private static List<String> tables(DataSource dataSource) {
		return JdbcClient.create(dataSource)
			.sql("SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'PUBLIC'")
			.query(String.class)
			.list();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnInitializer {

		@Bean
		TokenCacheSchemaInitializer tokenCacheSchemaInitializer(DataSource dataSource,
				JdbcTokenCacheProperties properties) {
			return new Own(dataSource, properties);
		}

	}

	static class Own extends TokenCacheSchemaInitializer {

		private final DataSource database;

		Own(DataSource dataSource, JdbcTokenCacheProperties properties) {
			super(dataSource, properties);
			this.database = dataSource;
		}

		@Override
		public boolean initializeDatabase() {
			JdbcClient.create(this.database).sql("CREATE TABLE BY_THE_APPLICATION (A INT)").update();
			return true;
		}

	}

}
