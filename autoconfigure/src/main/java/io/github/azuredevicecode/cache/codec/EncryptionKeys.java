package io.github.azuredevicecode.cache.codec;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.CanonicalKey;
import org.jspecify.annotations.Nullable;

/**
 * Keys that encrypt logins: the first one writes, and all of them read, so that a key can
 * be replaced without anybody signing in again. Immutable. The string form shows only the
 * ids of the keys.
 *
 * @since 0.1
 */
public final class EncryptionKeys {

	private static final long MAX_FILE_LENGTH = 64L * 1024;

	private final Map<String, EncryptionKey> byId = new LinkedHashMap<>();

	private final EncryptionKey current;

	private final @Nullable EncryptionKey names;

	private EncryptionKeys(List<EncryptionKey> keys, @Nullable EncryptionKey names) {
		keys.forEach((key) -> this.byId.putIfAbsent(key.id(), key));
		this.current = keys.get(0);
		this.names = names;
	}

	/**
	 * Creates keys from text: each is 32 random bytes in base64, base64url or hex.
	 * @param current the key that writes
	 * @param previous the keys that still read
	 * @return the keys
	 * @throws IllegalArgumentException if a key has another form; the message does not
	 * quote it
	 */
	public static EncryptionKeys of(String current, String... previous) {
		List<EncryptionKey> keys = new ArrayList<>();
		keys.add(EncryptionKey.parse(current, "The encryption key"));
		for (String text : previous) {
			keys.add(EncryptionKey.parse(text, "Previous encryption key " + keys.size()));
		}
		return new EncryptionKeys(keys, null);
	}

	/**
	 * Reads keys from a file, such as a Kubernetes secret or a systemd credential, with
	 * one key on each line, the current one first.
	 * @param file the file, which is read once
	 * @return the keys
	 * @throws TokenCacheException if the file cannot be read
	 * @throws IllegalArgumentException if a line is not a key; the message does not quote
	 * it
	 */
	public static EncryptionKeys fromFile(Path file) {
		String where = "The encryption key in " + file;
		List<EncryptionKey> keys = new ArrayList<>();
		for (String line : read(file).split("\\R")) {
			if (!line.isBlank()) {
				keys.add(EncryptionKey.parse(line, keys.isEmpty() ? where : where + " on line " + (keys.size() + 1)));
			}
		}
		if (keys.isEmpty()) {
			keys.add(EncryptionKey.parse("", where));
		}
		return new EncryptionKeys(keys, null);
	}

	/**
	 * Returns these keys with one that names logins in the store, so that nobody without
	 * it can tell which application and tenant an entry belongs to. It stays when the
	 * other keys are replaced: with another one, the logins are not found.
	 * @param nameKey 32 random bytes in base64, base64url or hex
	 * @return the keys
	 * @throws IllegalArgumentException if the key has another form; the message does not
	 * quote it
	 */
	public EncryptionKeys withNameKey(String nameKey) {
		return new EncryptionKeys(List.copyOf(this.byId.values()), EncryptionKey.parse(nameKey, "The name key"));
	}

	private static String read(Path file) {
		try {
			return (Files.size(file) <= MAX_FILE_LENGTH) ? Files.readString(file, StandardCharsets.UTF_8) : "";
		}
		catch (CharacterCodingException ex) {
			// The key as bytes, say, which is refused like any other text
			return "";
		}
		catch (IOException ex) {
			throw new TokenCacheException("Cannot read the encryption key file " + file
					+ ". Check that it exists and that this process can read it", ex);
		}
	}

	EncryptionKey current() {
		return this.current;
	}

	@Nullable EncryptionKey find(String id) {
		return this.byId.get(id);
	}

	@Nullable String nameOf(CachedLoginKey key) {
		return (this.names != null) ? CanonicalKey.digest(key, this.names.secret()) : null;
	}

	/**
	 * Returns the ids of the keys, which are not secret.
	 * @return the ids, the current one first
	 */
	public List<String> ids() {
		return List.copyOf(this.byId.keySet());
	}

	@Override
	public String toString() {
		return "EncryptionKeys" + ids();
	}

}
