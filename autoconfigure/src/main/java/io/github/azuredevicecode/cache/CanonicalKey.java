package io.github.azuredevicecode.cache;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.SecretKey;

import io.github.azuredevicecode.CachedLoginKey;

/**
 * The one encoding of a key: codecs bind values to its bytes, stores name values by its
 * digest. It must never change, because values written under another encoding would not
 * be found.
 *
 * @since 0.1
 */
public final class CanonicalKey {

	private static final String LABEL = "azure-device-code login key 1";

	private CanonicalKey() {
	}

	/**
	 * Returns the bytes of a key.
	 * @param key the key
	 * @return bytes that differ from those of any other key
	 */
	public static byte[] bytes(CachedLoginKey key) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			write(out, LABEL);
			write(out, key.name());
			write(out, key.clientId());
			write(out, key.authority());
			write(out, key.tenantId());
			out.writeBoolean(key.mode().isCae());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	/**
	 * Returns the SHA-256 digest of a key. A store that others can look into shows
	 * neither user nor tenant when it names values by the digest.
	 * @param key the key
	 * @return 64 hexadecimal digits, the same in every process
	 */
	public static String digest(CachedLoginKey key) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(key)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java runtime has SHA-256", ex);
		}
	}

	/**
	 * Returns the digest of a key that only those can compute who have the secret
	 * (HMAC-SHA-256, RFC 2104).
	 * @param key the key
	 * @param secret the secret
	 * @return 64 hexadecimal digits, the same in every process with that secret
	 */
	public static String digest(CachedLoginKey key, SecretKey secret) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(secret);
			return HexFormat.of().formatHex(mac.doFinal(bytes(key)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java runtime has HMAC-SHA-256", ex);
		}
	}

	// The length precedes each part, and no charset maps two strings to the same bytes,
	// since two keys must never have one encoding
	private static void write(DataOutputStream out, String part) throws IOException {
		out.writeInt(part.length());
		out.writeChars(part);
	}

}
