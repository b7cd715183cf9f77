package io.github.azuredevicecode.cache.jdbc;

import java.util.Arrays;

import io.github.azuredevicecode.TokenCacheException;

/**
 * Expressions that differ between databases. The time is in milliseconds since 1970 in
 * UTC, since drivers and sessions convert timestamps, each in its own time zone.
 */
enum JdbcDialect {

	POSTGRESQL("PostgreSQL", "CAST(FLOOR(EXTRACT(EPOCH FROM CLOCK_TIMESTAMP()) * 1000) AS BIGINT)", "", "OCTET_LENGTH"),

	MYSQL("MySQL", Constants.MYSQL_CLOCK, "", "OCTET_LENGTH"),

	MARIADB("MariaDB", Constants.MYSQL_CLOCK, "", "OCTET_LENGTH"),

	H2("H2", "CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000) AS BIGINT)", "", "OCTET_LENGTH"),

	SQLSERVER("Microsoft SQL Server", "DATEDIFF_BIG(MILLISECOND, '1970-01-01', SYSUTCDATETIME())", "", "DATALENGTH"),

	ORACLE("Oracle", "EXTRACT(DAY FROM " + Constants.ORACLE_SINCE_1970 + ") * 86400000" + " + EXTRACT(HOUR FROM "
			+ Constants.ORACLE_SINCE_1970 + ") * 3600000" + " + EXTRACT(MINUTE FROM " + Constants.ORACLE_SINCE_1970
			+ ") * 60000" + " + FLOOR(EXTRACT(SECOND FROM " + Constants.ORACLE_SINCE_1970 + ") * 1000)", " FROM DUAL",
			"DBMS_LOB.GETLENGTH");

	private final String product;

	private final String clock;

	private final String from;

	private final String size;

	JdbcDialect(String product, String clock, String from, String size) {
		this.product = product;
		this.clock = clock;
		this.from = from;
		this.size = size;
	}

	/**
	 * Returns the dialect of a database.
	 * @param product the name of the database in its driver
	 * @return the dialect
	 * @throws TokenCacheException if there is none
	 */
	static JdbcDialect of(String product) {
		return Arrays.stream(values())
			.filter((dialect) -> product.startsWith(dialect.product))
			.findFirst()
			.orElseThrow(() -> new TokenCacheException(
					"Cannot keep logins in '" + product + "'. Use one of "
							+ Arrays.stream(values()).map((dialect) -> dialect.product).toList() + ", Redis or files.",
					null));
	}

	/**
	 * Returns the time.
	 * @return an expression
	 */
	String clock() {
		return this.clock;
	}

	/**
	 * Selects the time.
	 * @return a query
	 */
	String selectClock() {
		return "SELECT " + this.clock + this.from;
	}

	/**
	 * Returns the number of bytes in a column.
	 * @param column the column
	 * @return an expression
	 */
	String sizeOf(String column) {
		return this.size + "(" + column + ")";
	}

	private static final class Constants {

		// Not UNIX_TIMESTAMP(NOW()), which is ambiguous when the session's time zone sets
		// its clocks back
		static final String MYSQL_CLOCK = "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000";

		static final String ORACLE_SINCE_1970 = "(SYS_EXTRACT_UTC(SYSTIMESTAMP) - TIMESTAMP '1970-01-01 00:00:00')";

		private Constants() {
		}

	}

}
