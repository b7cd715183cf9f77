package io.github.azuredevicecode.cache;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The names of logins in a store, which others may look into: they show neither user nor
 * tenant.
 */
final class LoginKeyDigest {

	private LoginKeyDigest() {
	}

	/**
	 * Return the SHA-256 of a key.
	 * @param key the key
	 * @return 64 hexadecimal digits, the same in every process
	 */
	static String of(LoginKey key) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical(key)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java runtime has SHA-256", ex);
		}
	}

	// With the length before each part, or "ab" and "c" would be named as "a" and "bc"
	private static byte[] canonical(LoginKey key) {
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
