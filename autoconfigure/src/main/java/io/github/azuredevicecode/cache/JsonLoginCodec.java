package io.github.azuredevicecode.cache;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.json.JsonObjects;
import org.jspecify.annotations.Nullable;

/**
 * Writes logins as JSON, in the clear: whoever can read the bytes has the tokens. Also
 * reads a token cache that MSAL has written in another language.
 */
public final class JsonLoginCodec implements LoginCodec {

	private static final BigDecimal FORMAT = BigDecimal.ONE;

	// A token cache has a few KB for each tenant and resource; this is where a fault
	// begins
	private static final int MAX_LENGTH = 32 * 1024 * 1024;

	@Override
	public byte[] encode(LoginKey key, Login login) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("format", FORMAT);
		json.put("name", key.name());
		json.put("clientId", key.clientId());
		json.put("authority", key.authority());
		json.put("tenantId", key.tenantId());
		json.put("cae", key.cae());
		json.put("generation", login.generation());
		json.put("version", login.version());
		json.put("tokenCache", login.tokenCache());
		AuthenticationRecord record = login.authenticationRecord();
		json.put("authenticationRecord", (record != null) ? record.serialize() : null);
		PendingSignIn pending = login.pending();
		json.put("pending", (pending != null) ? PendingSignInJson.write(pending) : null);
		String text = JsonObjects.write(json);
		if (text.length() > MAX_LENGTH) {
			throw new LoginStoreException("The login is longer than " + MAX_LENGTH
					+ " characters, so that it could not be read again. Sign out, then sign in", null);
		}
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public Login decode(LoginKey key, byte[] bytes) throws UnreadableLoginException {
		String text = text(bytes);
		Members json = parse(text);
		if (!json.has("format") && UnifiedCacheImport.isUnifiedCache(json)) {
			return UnifiedCacheImport.read(key, text, json);
		}
		requireFormat(json.number("format"));
		requireKey(key, json);
		return new Login(json.count("generation"), json.count("version"), json.string("tokenCache"),
				record(json.optionalString("authenticationRecord")),
				json.has("pending") ? PendingSignInJson.read(json.object("pending")) : null);
	}

	private static String text(byte[] bytes) throws UnreadableLoginException {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			throw corrupt("it is not UTF-8");
		}
	}

	private static Members parse(String text) throws UnreadableLoginException {
		try {
			return new Members(JsonObjects.parse(text, MAX_LENGTH));
		}
		catch (NumberFormatException ex) {
			throw corrupt("it is not valid JSON");
		}
		catch (IllegalArgumentException ex) {
			throw corrupt(String.valueOf(ex.getMessage()));
		}
	}

	private static void requireFormat(BigDecimal format) throws UnreadableLoginException {
		int order = format.compareTo(FORMAT);
		if (order > 0) {
			throw new UnreadableLoginException(
					"The stored login is in a newer format. Update this application as its peers have been", true);
		}
		if (order < 0) {
			throw corrupt("its format never existed");
		}
	}

	private static void requireKey(LoginKey key, Members json) throws UnreadableLoginException {
		LoginKey stored = new LoginKey(json.string("name"), json.string("clientId"), json.string("authority"),
				json.string("tenantId"), json.bool("cae"));
		if (!stored.equals(key)) {
			throw new UnreadableLoginException("The stored login is the one of another application, authority, "
					+ "tenant or cache name. Do not copy logins", false);
		}
	}

	private static @Nullable AuthenticationRecord record(@Nullable String serialized) throws UnreadableLoginException {
		try {
			return (serialized != null) ? AuthenticationRecord.deserialize(serialized) : null;
		}
		catch (IllegalArgumentException ex) {
			throw corrupt("'authenticationRecord' is no authentication record");
		}
	}

	private static UnreadableLoginException corrupt(String why) {
		return new UnreadableLoginException("The stored login is corrupt: " + why, false);
	}

}
