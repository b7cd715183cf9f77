package io.github.azuredevicecode.cache.support;

import java.time.Instant;

import io.github.azuredevicecode.TokenCacheException;
import org.jspecify.annotations.Nullable;

/**
 * A shared store of bytes. All methods throw a {@link TokenCacheException} if the store
 * cannot be reached. Implementations are thread safe.
 *
 * @since 0.1
 */
public interface LoginStorage {

	/**
	 * Returns the stored entry.
	 * @param id the id of the login
	 * @return the entry, or {@code null}
	 */
	@Nullable StoredEntry read(String id);

	/**
	 * Writes an entry, provided that the stored one is still the one that was read.
	 * @param id the id of the login
	 * @param expected the entry that was read, or {@code null}
	 * @param version the new version
	 * @param data the new bytes
	 * @return whether they were written
	 */
	boolean write(String id, @Nullable StoredEntry expected, long version, byte[] data);

	/**
	 * Moves an unreadable entry away, provided that it is still the one that was read.
	 * @param id the id of the login
	 * @param unreadable the entry that was read
	 * @return its new place, or {@code null} if it was no longer there
	 */
	@Nullable String setAside(String id, StoredEntry unreadable);

	/**
	 * Returns the time by the clock that all users of the store share.
	 * @return the time, to the millisecond
	 */
	Instant now();

}
