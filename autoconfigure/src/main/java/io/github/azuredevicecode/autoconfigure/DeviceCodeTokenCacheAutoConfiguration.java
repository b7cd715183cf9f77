package io.github.azuredevicecode.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import javax.sql.DataSource;

import io.github.azuredevicecode.cache.EncryptedLoginCodec;
import io.github.azuredevicecode.cache.FileLoginStore;
import io.github.azuredevicecode.cache.InMemoryLoginStore;
import io.github.azuredevicecode.cache.JdbcLoginStore;
import io.github.azuredevicecode.cache.JsonLoginCodec;
import io.github.azuredevicecode.cache.KeyringKey;
import io.github.azuredevicecode.cache.LoginStore;
import io.github.azuredevicecode.cache.LoginStoreException;
import io.github.azuredevicecode.cache.RedisLoginStore;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.devtools.restart.ConditionalOnInitializedRestarter;
import org.springframework.boot.devtools.restart.RestartScope;
import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@link AutoConfiguration Auto-configuration} for where logins are kept.
 */
@AutoConfiguration(before = DeviceCodeAutoConfiguration.class,
		afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "azure.identity.device-code.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DeviceCodeProperties.class)
public final class DeviceCodeTokenCacheAutoConfiguration {

	private static final String TYPE = TokenCacheProperties.PREFIX + ".type";

	@Bean
	@ConditionalOnProperty(name = TYPE, havingValue = "file")
	@ConditionalOnMissingBean(LoginStore.class)
	FileLoginStore deviceCodeFileLoginStore(DeviceCodeProperties properties) {
		TokenCacheProperties cache = properties.getTokenCache();
		return new FileLoginStore(folder(cache), new LoginCodecFactory(cache).create());
	}

	@Bean
	@ConditionalOnProperty(name = TYPE, havingValue = "keyring")
	@ConditionalOnMissingBean(LoginStore.class)
	FileLoginStore deviceCodeKeyringLoginStore(DeviceCodeProperties properties) {
		TokenCacheProperties cache = properties.getTokenCache();
		Path folder = folder(cache);
		try {
			return new FileLoginStore(folder,
					new EncryptedLoginCodec(new JsonLoginCodec(), KeyringKey.obtain(folder, Duration.ofSeconds(10))));
		}
		catch (LoginStoreException ex) {
			throw LoginCodecFactory.invalid("type", cache.getType(), String.valueOf(ex.getMessage()), ex);
		}
	}

	private static Path folder(TokenCacheProperties properties) {
		Path folder = properties.getFile().getFolder();
		return (folder != null) ? folder : Path.of(System.getProperty("user.home"), ".azure-device-code");
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = TYPE, havingValue = "memory", matchIfMissing = true)
	@ConditionalOnClass(RestartScope.class)
	@ConditionalOnInitializedRestarter
	static class DevToolsConfiguration {

		// Else a developer would be asked again after each change of the code
		@Bean
		@RestartScope
		@ConditionalOnMissingBean(LoginStore.class)
		InMemoryLoginStore deviceCodeInMemoryLoginStore() {
			return new InMemoryLoginStore();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = TYPE, havingValue = "jdbc")
	@ConditionalOnClass({ JdbcClient.class, PropertiesBasedDataSourceScriptDatabaseInitializer.class })
	@ConditionalOnSingleCandidate(DataSource.class)
	@ConditionalOnMissingBean(LoginStore.class)
	static class JdbcConfiguration {

		@Bean
		@DependsOnDatabaseInitialization
		JdbcLoginStore deviceCodeJdbcLoginStore(DataSource dataSource, DeviceCodeProperties properties) {
			TokenCacheProperties cache = properties.getTokenCache();
			TokenCacheProperties.Jdbc jdbc = cache.getJdbc();
			return new JdbcLoginStore(dataSource, new LoginCodecFactory(cache).create(), jdbc.getTableName(),
					jdbc.getWatchInterval());
		}

		@Bean
		@ConditionalOnMissingBean
		TokenCacheSchemaInitializer deviceCodeTokenCacheSchemaInitializer(DataSource dataSource,
				DeviceCodeProperties properties) {
			return new TokenCacheSchemaInitializer(dataSource, properties.getTokenCache().getJdbc());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = TYPE, havingValue = "redis")
	@ConditionalOnClass(RedisConnectionFactory.class)
	@ConditionalOnSingleCandidate(RedisConnectionFactory.class)
	static class RedisConfiguration {

		@Bean
		@ConditionalOnMissingBean(LoginStore.class)
		RedisLoginStore deviceCodeRedisLoginStore(RedisConnectionFactory connections, DeviceCodeProperties properties) {
			TokenCacheProperties cache = properties.getTokenCache();
			TokenCacheProperties.Redis redis = cache.getRedis();
			return new RedisLoginStore(connections, new LoginCodecFactory(cache).create(), redis.getKeyPrefix(),
					redis.getTimeToLive());
		}

	}

}
