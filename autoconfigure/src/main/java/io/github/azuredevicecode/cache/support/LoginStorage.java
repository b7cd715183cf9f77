package io.github.azuredevicecode.cache.support;

import io.github.azuredevicecode.TokenCacheException;
import org.jspecify.annotations.Nullable;

/**
 * A shared store of bytes. All methods throw a {@link TokenCacheException} if it cannot
 * be reached.
 */
public interface LoginStorage {

	/**
	 * Return what is stored.
	 * @param id the digest of the key
	 * @return what is there, or {@code null}
	 */
	@Nullable StoredEntry read(String id);

	/**
	 * Write, provided that what is stored is still what has been read.
	 * @param id the digest of the key
	 * @param expected what has been read
	 * @param version the new version
	 * @param data the new bytes
	 * @return whether they were written
	 */
	boolean write(String id, @Nullable StoredEntry expected, long version, byte[] data);

	/**
	 * Move away what cannot be read, provided that it is still what has been read.
	 * @param id the digest of the key
	 * @param unreadable what has been read
	 * @return where it is now, or {@code null} if it was no longer there
	 */
	@Nullable String setAside(String id, StoredEntry unreadable);

}
