package io.github.azuredevicecode.cache;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;

/**
 * Turns logins into bytes for a store, and back. Implementations are thread safe.
 */
public interface LoginCodec {

	/**
	 * Write a login.
	 * @param key its name, which the bytes are bound to
	 * @param login the login
	 * @return the bytes
	 */
	byte[] encode(CachedLoginKey key, CachedLogin login);

	/**
	 * Read a login.
	 * @param key the name that it is read under
	 * @param bytes the bytes
	 * @return the login
	 * @throws UnreadableLoginException if they are corrupt, belong to another key, cannot
	 * be decrypted, or are in a newer format
	 */
	CachedLogin decode(CachedLoginKey key, byte[] bytes) throws UnreadableLoginException;

}
