package io.github.azuredevicecode.cache.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import io.github.azuredevicecode.cache.support.LoginStorage;
import io.github.azuredevicecode.cache.support.StoredEntry;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Storage in a table. The stamp of a row is the time of its writing, since its version
 * starts again after it was set aside. Thread safe.
 */
final class JdbcLoginStorage implements LoginStorage {

	private static final Pattern TABLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*){0,2}");

	// Oracle takes 1000 at most
	private static final int KEYS_IN_A_QUERY = 500;

	private final JdbcTransactions transactions;

	private final String table;

	JdbcLoginStorage(DataSource dataSource, String table) {
		if (!TABLE_NAME.matcher(table).matches()) {
			throw new IllegalArgumentException("'" + table + "' is not the name of a table: use letters, digits and "
					+ "underscores, with dots between catalog, schema and table");
		}
		this.transactions = new JdbcTransactions(dataSource, table);
		this.table = table;
	}

	@Override
	public @Nullable StoredEntry read(String id) {
		// A value that is too large stays in the database
		String sql = "SELECT VERSION, UPDATED_AT, CASE WHEN " + this.transactions.dialect().sizeOf("DATA") + " <= "
				+ StoredEntry.MAX_SIZE + " THEN DATA END FROM " + this.table + " WHERE LOGIN_KEY = ?";
		return this.transactions.run((jdbc) -> jdbc.sql(sql)
			.param(id)
			.query((row, number) -> new StoredEntry(row.getLong(1), row.getString(2), row.getBytes(3)))
			.optional()
			.orElse(null));
	}

	@Override
	public boolean write(String id, @Nullable StoredEntry expected, long version, byte[] data) {
		String clock = this.transactions.dialect().clock();
		return this.transactions.change((jdbc) -> ((expected != null) ? update(jdbc, id, expected, version, data, clock)
				: jdbc
					.sql("INSERT INTO " + this.table + " (LOGIN_KEY, VERSION, DATA, UPDATED_AT) VALUES (?, ?, ?, "
							+ clock + ")")
					.params(id, version, data)
					.update()) == 1);
	}

	private int update(JdbcClient jdbc, String id, StoredEntry expected, long version, byte[] data, String clock) {
		return jdbc
			.sql("UPDATE " + this.table + " SET VERSION = ?, DATA = ?, UPDATED_AT = " + clock
					+ " WHERE LOGIN_KEY = ? AND VERSION = ? AND UPDATED_AT = ?")
			.params(version, data, id, expected.version(), Long.valueOf(expected.stamp()))
			.update();
	}

	@Override
	public @Nullable String setAside(String id, StoredEntry unreadable) {
		// One for each key, so that a fault that repeats itself does not fill the table
		String place = "x-" + id.substring(2);
		boolean moved = this.transactions.change((jdbc) -> {
			jdbc.sql("DELETE FROM " + this.table + " WHERE LOGIN_KEY = ?").param(place).update();
			return jdbc
				.sql("UPDATE " + this.table
						+ " SET LOGIN_KEY = ? WHERE LOGIN_KEY = ? AND VERSION = ? AND UPDATED_AT = ?")
				.params(place, id, unreadable.version(), Long.valueOf(unreadable.stamp()))
				.update() == 1;
		});
		return moved ? place : null;
	}

	/**
	 * Returns the states of logins, each a text that differs after each change.
	 * @param ids the digests of their keys
	 * @return the states by digest, without those of logins that are not stored
	 */
	Map<String, String> states(Collection<String> ids) {
		Map<String, String> states = new HashMap<>();
		List<String> all = new ArrayList<>(ids);
		for (int start = 0; start < all.size(); start += KEYS_IN_A_QUERY) {
			List<String> some = all.subList(start, Math.min(all.size(), start + KEYS_IN_A_QUERY));
			this.transactions.run((jdbc) -> jdbc
				.sql("SELECT LOGIN_KEY, VERSION, UPDATED_AT FROM " + this.table + " WHERE LOGIN_KEY IN (:ids)")
				.param("ids", some)
				.query((row, number) -> states.put(row.getString(1), row.getLong(2) + "@" + row.getLong(3)))
				.list());
		}
		return states;
	}

	@Override
	public Instant now() {
		String sql = this.transactions.dialect().selectClock();
		return Instant.ofEpochMilli(this.transactions.run((jdbc) -> jdbc.sql(sql).query(Long.class).single()));
	}

}
