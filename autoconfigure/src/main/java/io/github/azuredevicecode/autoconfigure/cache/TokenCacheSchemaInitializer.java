package io.github.azuredevicecode.autoconfigure.cache;

import javax.sql.DataSource;

import io.github.azuredevicecode.autoconfigure.JdbcTokenCacheProperties;

import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;

/**
 * {@link PropertiesBasedDataSourceScriptDatabaseInitializer} for the table of the token
 * cache. Define a bean of this type to replace the auto-configured one.
 *
 * @since 0.1
 */
public class TokenCacheSchemaInitializer
		extends PropertiesBasedDataSourceScriptDatabaseInitializer<JdbcTokenCacheProperties> {

	/**
	 * Creates an initializer.
	 * @param dataSource the database of the token cache
	 * @param properties the script and when to run it
	 */
	public TokenCacheSchemaInitializer(DataSource dataSource, JdbcTokenCacheProperties properties) {
		super(dataSource, properties);
	}

}
