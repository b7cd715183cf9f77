package io.github.azuredevicecode.cache.codec;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.PendingSignIn;
import io.github.azuredevicecode.RefreshLease;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.UnreadableLoginException;
import io.github.azuredevicecode.json.JsonObjects;
import org.jspecify.annotations.Nullable;

/**
 * Codec that writes logins as plain JSON: anyone who can read the bytes has the tokens.
 * It also reads a token cache that MSAL has written in another language.
 *
 * @since 0.1
 */
public final class JsonLoginCodec implements LoginCodec {

	private static final BigDecimal FORMAT = BigDecimal.ONE;

	// A token cache has a few KB for each tenant and resource; this is where a fault
	// begins
	private static final int MAX_LENGTH = 32 * 1024 * 1024;

	@Override
	public byte[] encode(CachedLoginKey key, CachedLogin login) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("format", FORMAT);
		json.put("name", key.name());
		json.put("clientId", key.clientId());
		json.put("authority", key.authority());
		json.put("tenantId", key.tenantId());
		json.put("cae", key.mode().isCae());
		json.put("lineage", login.lineage());
		json.put("generation", login.generation());
		json.put("version", login.version());
		json.put("tokenCache", login.tokenCache());
		AuthenticationRecord record = login.authenticationRecord();
		json.put("authenticationRecord", (record != null) ? record.serialize() : null);
		Instant signedInAt = login.signedInAt();
		json.put("signedInAt", (signedInAt != null) ? signedInAt.toString() : null);
		PendingSignIn pending = login.pending();
		json.put("pending", (pending != null) ? PendingSignInJson.write(pending) : null);
		RefreshLease lease = login.refreshLease();
		json.put("refreshLease", (lease != null) ? write(lease) : null);
		byte[] bytes = JsonObjects.write(json).getBytes(StandardCharsets.UTF_8);
		if (bytes.length > MAX_LENGTH) {
			throw new TokenCacheException("The login is longer than " + MAX_LENGTH
					+ " bytes, so that it could not be read again. Sign out, then sign in", null);
		}
		return bytes;
	}

	@Override
	public CachedLogin decode(CachedLoginKey key, byte[] bytes) throws UnreadableLoginException {
		if (EncryptedLoginCodec.isEncrypted(bytes)) {
			throw new UnreadableLoginException("The stored login is encrypted, but no key is configured. Set "
					+ "azure.identity.device-code.token-cache.encryption.key or key-file, or use another "
					+ "azure.identity.device-code.token-cache.name", UnreadableLoginException.Kind.UNKNOWN_KEY);
		}
		String text = text(bytes);
		LoginJson json = parse(text);
		if (!json.has("format") && MsalCacheImport.isUnifiedCache(json)) {
			return MsalCacheImport.read(key, text, json);
		}
		requireFormat(json.number("format"));
		requireKey(key, json);
		return new CachedLogin(json.string("lineage"), json.count("generation"), json.count("version"),
				json.string("tokenCache"), record(json.optionalString("authenticationRecord")),
				json.has("signedInAt") ? json.instant("signedInAt") : null,
				json.has("pending") ? PendingSignInJson.read(json.object("pending")) : null,
				json.has("refreshLease") ? readLease(json.object("refreshLease")) : null);
	}

	private static Map<String, @Nullable Object> write(RefreshLease lease) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("owner", lease.owner());
		json.put("until", lease.until().toString());
		return json;
	}

	private static RefreshLease readLease(LoginJson json) throws UnreadableLoginException {
		return new RefreshLease(json.string("owner"), json.instant("until"));
	}

	private static String text(byte[] bytes) throws UnreadableLoginException {
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
			// Some editors and languages begin a file with a byte order mark
			return text.startsWith("\uFEFF") ? text.substring(1) : text;
		}
		catch (CharacterCodingException ex) {
			throw corrupt("it is not UTF-8");
		}
	}

	private static LoginJson parse(String text) throws UnreadableLoginException {
		try {
			return new LoginJson(JsonObjects.parse(text, MAX_LENGTH));
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
					"The stored login is in a newer format. Update this application, or give "
							+ "it a store or a cache name of its own",
					UnreadableLoginException.Kind.NEWER_FORMAT);
		}
		if (order < 0) {
			throw corrupt("its format never existed");
		}
	}

	private static void requireKey(CachedLoginKey key, LoginJson json) throws UnreadableLoginException {
		CachedLoginKey stored = new CachedLoginKey(json.string("name"), json.string("clientId"),
				json.string("authority"), json.string("tenantId"), LoginMode.of(json.bool("cae")));
		if (!stored.equals(key)) {
			throw new UnreadableLoginException("The stored login belongs to another application, authority, "
					+ "tenant or cache name. Do not copy logins", UnreadableLoginException.Kind.CORRUPT);
		}
	}

	private static @Nullable AuthenticationRecord record(@Nullable String serialized) throws UnreadableLoginException {
		try {
			return (serialized != null) ? AuthenticationRecord.deserialize(serialized) : null;
		}
		catch (IllegalArgumentException ex) {
			throw corrupt("'authenticationRecord' is not an authentication record");
		}
	}

	private static UnreadableLoginException corrupt(String why) {
		return new UnreadableLoginException("The stored login is corrupt: " + why,
				UnreadableLoginException.Kind.CORRUPT);
	}

}
