package io.github.azuredevicecode.autoconfigure.cache;

import javax.sql.DataSource;

import io.github.azuredevicecode.autoconfigure.TokenCacheProperties;

import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;
import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * Makes the table of logins.
 */
final class TokenCacheSchemaInitializer
		extends PropertiesBasedDataSourceScriptDatabaseInitializer<DatabaseInitializationProperties> {

	TokenCacheSchemaInitializer(DataSource dataSource, TokenCacheProperties.Jdbc properties) {
		super(dataSource, toSettings(properties));
	}

	private static DatabaseInitializationProperties toSettings(TokenCacheProperties.Jdbc properties) {
		DatabaseInitializationProperties settings = new DatabaseInitializationProperties() {

			@Override
			public String getDefaultSchemaLocation() {
				return properties.getSchema();
			}

		};
		settings.setInitializeSchema(DatabaseInitializationMode.valueOf(properties.getInitializeSchema().name()));
		String platform = properties.getPlatform();
		if (platform != null) {
			settings.setPlatform(platform);
		}
		return settings;
	}

}
