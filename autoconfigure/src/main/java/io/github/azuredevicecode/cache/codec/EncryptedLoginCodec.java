package io.github.azuredevicecode.cache.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.CanonicalKey;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.UnreadableLoginException;

/**
 * Codec that encrypts the bytes of another codec with AES-256-GCM. It refuses a value
 * that was altered or moved to another login.
 *
 * @since 0.1
 */
public final class EncryptedLoginCodec implements LoginCodec {

	private static final byte[] MAGIC = "ADCL".getBytes(StandardCharsets.US_ASCII);

	private static final byte FORMAT = 1;

	private static final int KEY_ID_AT = MAGIC.length + 1;

	private static final int NONCE_AT = KEY_ID_AT + EncryptionKey.ID_LENGTH;

	private static final int NONCE_LENGTH = 12;

	private static final int HEADER_LENGTH = NONCE_AT + NONCE_LENGTH;

	private static final int TAG_BITS = 128;

	private final LoginCodec delegate;

	private final EncryptionKeys keys;

	private final SecureRandom random = new SecureRandom();

	/**
	 * Creates a codec.
	 * @param delegate the codec of the plain bytes
	 * @param keys the keys
	 */
	public EncryptedLoginCodec(LoginCodec delegate, EncryptionKeys keys) {
		this.delegate = delegate;
		this.keys = keys;
	}

	@Override
	public byte[] encode(CachedLoginKey key, CachedLogin login) {
		byte[] plain = this.delegate.encode(key, login);
		byte[] nonce = new byte[NONCE_LENGTH];
		this.random.nextBytes(nonce);
		EncryptionKey current = this.keys.current();
		byte[] header = ByteBuffer.allocate(HEADER_LENGTH)
			.put(MAGIC)
			.put(FORMAT)
			.put(HexFormat.of().parseHex(current.id()))
			.put(nonce)
			.array();
		try {
			Cipher cipher = cipher(Cipher.ENCRYPT_MODE, current, header, key);
			byte[] bytes = Arrays.copyOf(header, HEADER_LENGTH + cipher.getOutputSize(plain.length));
			cipher.doFinal(plain, 0, plain.length, bytes, HEADER_LENGTH);
			return bytes;
		}
		catch (GeneralSecurityException ex) {
			throw new TokenCacheException("Cannot encrypt a login. Check that this Java runtime has AES/GCM", ex);
		}
	}

	@Override
	public CachedLogin decode(CachedLoginKey key, byte[] bytes) throws UnreadableLoginException {
		if (!isEncrypted(bytes)) {
			// Plain text is not imported, since anybody could have put it there
			throw new UnreadableLoginException("The stored login is not encrypted, or is corrupt",
					UnreadableLoginException.Kind.CORRUPT);
		}
		if (bytes[MAGIC.length] > FORMAT) {
			throw new UnreadableLoginException(
					"The stored login is encrypted in a newer format. Update this application, or "
							+ "give it a store or a cache name of its own",
					UnreadableLoginException.Kind.NEWER_FORMAT);
		}
		if (bytes[MAGIC.length] != FORMAT || bytes.length < HEADER_LENGTH + TAG_BITS / Byte.SIZE) {
			throw new UnreadableLoginException("The stored login is corrupt: its header is damaged",
					UnreadableLoginException.Kind.CORRUPT);
		}
		byte[] header = Arrays.copyOf(bytes, HEADER_LENGTH);
		EncryptionKey writtenWith = find(HexFormat.of().formatHex(header, KEY_ID_AT, NONCE_AT));
		byte[] plain;
		try {
			plain = cipher(Cipher.DECRYPT_MODE, writtenWith, header, key).doFinal(bytes, HEADER_LENGTH,
					bytes.length - HEADER_LENGTH);
		}
		catch (GeneralSecurityException ex) {
			throw new UnreadableLoginException(
					"The stored login cannot be decrypted: it was altered, or it "
							+ "belongs to another application, authority, tenant or cache name",
					UnreadableLoginException.Kind.CORRUPT);
		}
		return this.delegate.decode(key, plain);
	}

	@Override
	public String id(CachedLoginKey key) {
		String name = this.keys.nameOf(key);
		return (name != null) ? name : this.delegate.id(key);
	}

	static boolean isEncrypted(byte[] bytes) {
		return bytes.length > MAGIC.length && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
	}

	private EncryptionKey find(String id) throws UnreadableLoginException {
		EncryptionKey key = this.keys.find(id);
		if (key == null) {
			throw new UnreadableLoginException("The stored login was written with key id " + id + ", configured keys: "
					+ String.join(", ", this.keys.ids()) + ". Add that key to azure.identity.device-code.token-cache."
					+ "encryption.previous-keys or to the key file. If it is lost, delete the stored login or use another "
					+ "azure.identity.device-code.token-cache.name", UnreadableLoginException.Kind.UNKNOWN_KEY);
		}
		return key;
	}

	private static Cipher cipher(int mode, EncryptionKey writtenWith, byte[] header, CachedLoginKey key)
			throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(mode, writtenWith.secret(), new GCMParameterSpec(TAG_BITS, header, NONCE_AT, NONCE_LENGTH));
		cipher.updateAAD(header);
		cipher.updateAAD(CanonicalKey.bytes(key));
		return cipher;
	}

}
