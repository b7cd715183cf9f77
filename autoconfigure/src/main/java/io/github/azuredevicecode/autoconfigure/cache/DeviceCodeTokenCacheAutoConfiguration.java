package io.github.azuredevicecode.autoconfigure.cache;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import javax.sql.DataSource;

import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.autoconfigure.ConditionalOnDeviceCodeEnabled;
import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import io.github.azuredevicecode.autoconfigure.JdbcTokenCacheProperties;
import io.github.azuredevicecode.autoconfigure.TokenCacheProperties;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.credential.SecretValues;
import io.github.azuredevicecode.cache.InMemoryTokenCache;
import io.github.azuredevicecode.cache.file.FileTokenCache;
import io.github.azuredevicecode.cache.jdbc.JdbcTokenCache;
import io.github.azuredevicecode.cache.redis.RedisTokenCache;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.devtools.restart.ConditionalOnInitializedRestarter;
import org.springframework.boot.devtools.restart.RestartScope;
import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@link AutoConfiguration Auto-configuration} for the token cache.
 *
 * @since 0.1
 */
@AutoConfiguration(before = DeviceCodeAutoConfiguration.class,
		afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration" })
@ConditionalOnDeviceCodeEnabled
@EnableConfigurationProperties(DeviceCodeProperties.class)
public final class DeviceCodeTokenCacheAutoConfiguration {

	private static final String TYPE = TokenCacheProperties.PREFIX + ".type";

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = TYPE, havingValue = "file")
	static class FileConfiguration {

		@Bean
		@ConditionalOnMissingBean(TokenCache.class)
		FileTokenCache deviceCodeFileTokenCache(DeviceCodeProperties properties) {
			TokenCacheProperties cache = properties.getTokenCache();
			return new FileTokenCache(directory(cache), new LoginCodecFactory(cache).create());
		}

		private static Path directory(TokenCacheProperties properties) {
			Path directory = properties.getFile().getDirectory();
			if (directory != null && Files.exists(directory) && !Files.isDirectory(directory)) {
				throw TokenCacheProperties.invalid("file.directory", directory,
						"it is a file and not a directory: name a directory that only this user can read", null);
			}
			if (directory != null) {
				return directory;
			}
			// A user without a name, as in some containers, has no home either
			String home = System.getProperty("user.home", "");
			if (!Path.of(home).isAbsolute()) {
				throw TokenCacheProperties.invalid("file.directory", "",
						"the user of this process has no home directory: name the directory of the files", null);
			}
			return Path.of(home, ".azure-device-code");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = TYPE, havingValue = "memory", matchIfMissing = true)
	@ConditionalOnClass(RestartScope.class)
	@ConditionalOnInitializedRestarter
	static class DevToolsConfiguration {

		// Otherwise a developer would sign in again after each change of the code
		@Bean
		@RestartScope
		@ConditionalOnMissingBean(TokenCache.class)
		InMemoryTokenCache deviceCodeInMemoryTokenCache() {
			return new InMemoryTokenCache();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = TYPE, havingValue = "jdbc")
	@ConditionalOnClass({ JdbcClient.class, DatabaseInitializationProperties.class })
	@Conditional(OnDataSourceCondition.class)
	@ConditionalOnMissingBean(TokenCache.class)
	@EnableConfigurationProperties(JdbcTokenCacheProperties.class)
	static class JdbcConfiguration {

		@Bean
		@DependsOnDatabaseInitialization
		JdbcTokenCache deviceCodeJdbcTokenCache(ListableBeanFactory beans, DeviceCodeProperties properties,
				JdbcTokenCacheProperties jdbc) {
			return new JdbcTokenCache(dataSource(beans, jdbc),
					new LoginCodecFactory(properties.getTokenCache()).create(), jdbc.getTableName(),
					jdbc.getWatchInterval());
		}

		@Bean
		@ConditionalOnMissingBean
		TokenCacheSchemaInitializer deviceCodeTokenCacheSchemaInitializer(ListableBeanFactory beans,
				JdbcTokenCacheProperties properties) {
			return new TokenCacheSchemaInitializer(dataSource(beans, properties), properties);
		}

		private static DataSource dataSource(ListableBeanFactory beans, JdbcTokenCacheProperties properties) {
			String name = properties.getDataSource();
			if (name == null) {
				return beans.getBean(DataSource.class);
			}
			if (!beans.containsBean(name) || !beans.isTypeMatch(name, DataSource.class)) {
				throw SecretValues.invalid(JdbcTokenCacheProperties.PREFIX + ".data-source", name,
						"there is no DataSource bean of this name: use one of "
								+ Arrays.toString(beans.getBeanNamesForType(DataSource.class)),
						null);
			}
			return beans.getBean(name, DataSource.class);
		}

	}

	static class OnDataSourceCondition extends AnyNestedCondition {

		OnDataSourceCondition() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty(name = JdbcTokenCacheProperties.PREFIX + ".data-source")
		static class Named {

		}

		@ConditionalOnSingleCandidate(DataSource.class)
		static class Single {

		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = TYPE, havingValue = "redis")
	@ConditionalOnClass(RedisConnectionFactory.class)
	@ConditionalOnSingleCandidate(RedisConnectionFactory.class)
	static class RedisConfiguration {

		@Bean
		@ConditionalOnMissingBean(TokenCache.class)
		RedisTokenCache deviceCodeRedisTokenCache(RedisConnectionFactory connections, DeviceCodeProperties properties) {
			TokenCacheProperties cache = properties.getTokenCache();
			TokenCacheProperties.Redis redis = cache.getRedis();
			return new RedisTokenCache(connections, new LoginCodecFactory(cache).create(), redis.getKeyPrefix(),
					redis.getTimeToLive());
		}

	}

}
