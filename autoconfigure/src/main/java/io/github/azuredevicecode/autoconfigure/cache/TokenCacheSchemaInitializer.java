package io.github.azuredevicecode.autoconfigure.cache;

import javax.sql.DataSource;

import io.github.azuredevicecode.autoconfigure.JdbcTokenCacheProperties;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@link PropertiesBasedDataSourceScriptDatabaseInitializer} for the table of the token
 * cache, which runs the script only if the table is missing. Define a bean of this type
 * to replace the auto-configured one.
 *
 * @since 0.1
 */
public class TokenCacheSchemaInitializer
		extends PropertiesBasedDataSourceScriptDatabaseInitializer<JdbcTokenCacheProperties> {

	private static final Log logger = LogFactory.getLog(TokenCacheSchemaInitializer.class);

	private final String tableName;

	private final DatabaseInitializationMode mode;

	/**
	 * Creates an initializer.
	 * @param dataSource the database of the token cache
	 * @param properties the script and when to run it
	 */
	public TokenCacheSchemaInitializer(DataSource dataSource, JdbcTokenCacheProperties properties) {
		super(dataSource, properties);
		this.tableName = properties.getTableName();
		this.mode = properties.getInitializeSchema();
	}

	@Override
	public boolean initializeDatabase() {
		boolean initialized = super.initializeDatabase();
		// Where the mode does not ask the database, neither does this
		if (!initialized && this.mode == DatabaseInitializationMode.EMBEDDED && !hasTable()) {
			logger.warn("The table " + this.tableName + " of the token cache is missing or cannot be used. By default "
					+ "it is created in embedded databases only. Set " + JdbcTokenCacheProperties.PREFIX
					+ ".initialize-schema=always, or create the table with schema-<platform>.sql from the package of "
					+ "JdbcTokenCache");
		}
		return initialized;
	}

	// Not every database has IF NOT EXISTS, nor every user the permission to create
	@Override
	protected void runScripts(Scripts scripts) {
		if (hasTable()) {
			return;
		}
		try {
			super.runScripts(scripts);
		}
		catch (RuntimeException ex) {
			// Another replica may have created it meanwhile
			if (!hasTable()) {
				throw ex;
			}
		}
	}

	private boolean hasTable() {
		if (!this.tableName.matches("[\\w.]+")) {
			return false;
		}
		try {
			JdbcClient.create(getDataSource())
				.sql("SELECT COUNT(*) FROM " + this.tableName + " WHERE 1 = 0")
				.query(Integer.class)
				.single();
			return true;
		}
		catch (DataAccessException ex) {
			return false;
		}
	}

}
