package io.github.azuredevicecode;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.azuredevicecode.json.JsonObjects;
import org.jspecify.annotations.Nullable;

/**
 * The user of a sign-in and its authority: enough to find that login again, and nothing
 * secret. Immutable. No part has characters that steer a terminal or hide. The serialized
 * form is the one that the azure-identity libraries exchange.
 *
 * @param authority the host that issued the login, such as
 * {@code login.microsoftonline.com}, with its port where it has one
 * @param clientId the application that the user signed in to
 * @param homeAccountId the account, the same in every tenant it is a guest of
 * @param tenantId the tenant that the user signed in to
 * @param username the user's name
 * @since 0.1
 */
public record AuthenticationRecord(String authority, String clientId, String homeAccountId, String tenantId,
		String username) implements Serializable {

	private static final String VERSION = "1.0";

	private static final Pattern NUMBER = Pattern.compile("[\\w.-]{0,16}");

	// A record can come from a file that anyone has written, and it is displayed. The
	// characters are those that are taken out of all that the service sends
	private static final Pattern HIDDEN = Pattern
		.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F"
				+ "\\u2065\\u2800\\u3164\\uFE00-\\uFE0F\\uFFA0\\uFFF0-\\uFFF8\\x{E0000}-\\x{E0FFF}]");

	public AuthenticationRecord {
		authority = shown(authority);
		clientId = shown(clientId);
		homeAccountId = shown(homeAccountId);
		tenantId = shown(tenantId);
		username = shown(username);
	}

	private static String shown(String text) {
		return HIDDEN.matcher(text).replaceAll("");
	}

	/**
	 * Writes the record as JSON, to be kept and given to {@link #deserialize(String)}.
	 * @return a JSON object of six strings
	 */
	public String serialize() {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("authority", this.authority);
		json.put("clientId", this.clientId);
		json.put("homeAccountId", this.homeAccountId);
		json.put("tenantId", this.tenantId);
		json.put("username", this.username);
		json.put("version", VERSION);
		return JsonObjects.write(json);
	}

	/**
	 * Reads a record that this library or azure-identity in any language has written.
	 * Keys that are not known are passed over; a missing version is read as 1.0, since
	 * azure-identity for Java writes none.
	 * @param serialized the JSON object
	 * @return the record
	 * @throws IllegalArgumentException if that is not a record, or of a version that is
	 * not known
	 */
	public static AuthenticationRecord deserialize(String serialized) {
		Map<String, @Nullable Object> json;
		try {
			json = JsonObjects.parse(serialized);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("This is not an authentication record: " + ex.getMessage(), ex);
		}
		Object version = json.getOrDefault("version", VERSION);
		if (!VERSION.equals(version)) {
			String shown = String.valueOf(version);
			throw new IllegalArgumentException(
					"Unexpected version " + (NUMBER.matcher(shown).matches() ? "\"" + shown + "\"" : "(not shown)")
							+ ". This library supports these versions: {'1.0'}");
		}
		return new AuthenticationRecord(required(json, "authority"), required(json, "clientId"),
				required(json, "homeAccountId"), required(json, "tenantId"), required(json, "username"));
	}

	private static String required(Map<String, @Nullable Object> json, String key) {
		if (json.get(key) instanceof String value) {
			return value;
		}
		throw new IllegalArgumentException(
				"This is not an authentication record: '" + key + "' is missing or is not a string");
	}

}
