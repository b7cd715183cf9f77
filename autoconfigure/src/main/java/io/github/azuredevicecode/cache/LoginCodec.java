package io.github.azuredevicecode.cache;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;

/**
 * Strategy interface that turns logins into bytes for a store, and back, and names them
 * there. Implementations are thread safe.
 *
 * @since 0.1
 */
public interface LoginCodec {

	/**
	 * Encodes a login.
	 * @param key the key of the login, which the bytes are bound to
	 * @param login the login
	 * @return the bytes
	 */
	byte[] encode(CachedLoginKey key, CachedLogin login);

	/**
	 * Decodes a login.
	 * @param key the key that the bytes were found under
	 * @param bytes the bytes
	 * @return the login
	 * @throws UnreadableLoginException if they are corrupt, belong to another key, cannot
	 * be decrypted, or are in a newer format
	 */
	CachedLogin decode(CachedLoginKey key, byte[] bytes) throws UnreadableLoginException;

	/**
	 * Returns the id that stores keep the bytes under. It must be the same in every
	 * process that is to find them.
	 * @param key the key of the login
	 * @return 64 hexadecimal digits that tell neither user nor tenant
	 */
	default String id(CachedLoginKey key) {
		return CanonicalKey.digest(key);
	}

}
