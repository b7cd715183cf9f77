package io.github.azuredevicecode.cache.codec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Key of 256 bits, with the id that tells values written with it from others.
 */
final class EncryptionKey {

	static final int ID_LENGTH = 8;

	private static final int LENGTH = 32;

	private static final String LABEL = "azure-device-code encryption key id 1";

	private final String id;

	private final SecretKey secret;

	private EncryptionKey(byte[] material) {
		this.id = HexFormat.of().formatHex(id(material));
		this.secret = new SecretKeySpec(material, "AES");
	}

	/**
	 * Parses a key.
	 * @param text 32 bytes in base64, base64url or hex
	 * @param where the source of the text, for the message
	 * @return the key
	 * @throws IllegalArgumentException if the text is not a key; the message does not
	 * quote it
	 */
	static EncryptionKey parse(String text, String where) {
		// Some editors begin a file with a byte order mark
		byte[] material = decode((text.startsWith("\uFEFF") ? text.substring(1) : text).strip());
		if (material.length != LENGTH) {
			// A passphrase is refused rather than stretched, since a key from a machine
			// costs its owner nothing
			throw new IllegalArgumentException(where + " is not " + LENGTH
					+ " bytes in base64, base64url or hex. A passphrase cannot be used. Create a key with: "
					+ "openssl rand -base64 32");
		}
		return new EncryptionKey(material);
	}

	private static byte[] decode(String text) {
		try {
			if (text.length() == 2 * LENGTH) {
				return HexFormat.of().parseHex(text);
			}
			boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
			return (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
		}
		catch (IllegalArgumentException ex) {
			return new byte[0];
		}
	}

	// Hashed under a label of its own, so that the id is of no use for finding the key
	// where the plain hash of it has been seen
	private static byte[] id(byte[] material) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(LABEL.getBytes(StandardCharsets.UTF_8));
			return Arrays.copyOf(digest.digest(material), ID_LENGTH);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	String id() {
		return this.id;
	}

	SecretKey secret() {
		return this.secret;
	}

	@Override
	public String toString() {
		return this.id;
	}

}
