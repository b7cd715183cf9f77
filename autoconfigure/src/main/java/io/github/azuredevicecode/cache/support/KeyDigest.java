package io.github.azuredevicecode.cache.support;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import io.github.azuredevicecode.CachedLoginKey;

/**
 * The names of logins in a store, which others may look into: they show neither user nor
 * tenant.
 */
public final class KeyDigest {

	private KeyDigest() {
	}

	/**
	 * Return the SHA-256 of a key.
	 * @param key the key
	 * @return 64 hexadecimal digits, the same in every process
	 */
	public static String of(CachedLoginKey key) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical(key)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java runtime has SHA-256", ex);
		}
	}

	// With the length before each part, or "ab" and "c" would be named as "a" and "bc"
	private static byte[] canonical(CachedLoginKey key) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			for (String part : List.of(key.name(), key.clientId(), key.authority(), key.tenantId())) {
				byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
				out.writeInt(utf8.length);
				out.write(utf8);
			}
			out.writeBoolean(key.cae());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

}
