package io.github.azuredevicecode.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;

/**
 * Configuration properties of a token cache in a database. They are not nested in
 * {@link TokenCacheProperties}, which an application without Spring Boot's JDBC support
 * could not load then.
 *
 * @since 0.1
 */
@ConfigurationProperties(value = JdbcTokenCacheProperties.PREFIX, ignoreUnknownFields = false)
public final class JdbcTokenCacheProperties extends DatabaseInitializationProperties {

	/**
	 * The prefix of the properties.
	 */
	public static final String PREFIX = TokenCacheProperties.PREFIX + ".jdbc";

	private static final String DEFAULT_SCHEMA_LOCATION = "classpath:io/github/azuredevicecode/cache/jdbc/schema-@@platform@@.sql";

	/**
	 * Name of the DataSource bean to use. By default the only one, or the primary one.
	 */
	private @Nullable String dataSource;

	/**
	 * Table that holds the logins.
	 */
	private String tableName = "DEVICE_CODE_LOGIN";

	/**
	 * Time between two looks for changes by other replicas, such as a sign-out. For a
	 * short time after a change, replicas look more often.
	 */
	private Duration watchInterval = Duration.ofSeconds(2);

	/**
	 * Creates properties with which a script that fails ends the startup.
	 */
	public JdbcTokenCacheProperties() {
		setContinueOnError(false);
	}

	public @Nullable String getDataSource() {
		return this.dataSource;
	}

	public void setDataSource(@Nullable String dataSource) {
		this.dataSource = dataSource;
	}

	public String getTableName() {
		return this.tableName;
	}

	public void setTableName(String tableName) {
		this.tableName = tableName;
	}

	public Duration getWatchInterval() {
		return this.watchInterval;
	}

	public void setWatchInterval(Duration watchInterval) {
		this.watchInterval = watchInterval;
	}

	@Override
	public String getDefaultSchemaLocation() {
		return DEFAULT_SCHEMA_LOCATION;
	}

}
