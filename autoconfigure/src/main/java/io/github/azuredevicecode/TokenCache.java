package io.github.azuredevicecode;

import java.time.Instant;

/**
 * Keeps logins. Implementations are thread safe, and safe against other processes that
 * use the same store.
 *
 * @since 0.1
 */
public interface TokenCache extends AutoCloseable {

	/**
	 * Returns a login. Changes nothing in the store.
	 * @param key its name
	 * @return the login, {@link CachedLogin#NONE} if there is none that can be read
	 * @throws TokenCacheException if the store cannot be reached
	 */
	CachedLogin load(CachedLoginKey key);

	/**
	 * Writes a login, provided that nobody has written another meanwhile: the version of
	 * what is stored must still be that of the expected login. A value in a newer format
	 * than this one, or encrypted with a key that is not configured, is never
	 * overwritten.
	 * @param key its name
	 * @param expected the login that the new one was made from
	 * @param next the new login
	 * @return whether it was written
	 * @throws TokenCacheException if the store cannot be reached, or holds a value that
	 * must not be overwritten
	 */
	boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next);

	/**
	 * Returns whether other processes, or this one after a restart, can see what is
	 * written. If so, a sign-in that waits for its user is kept too, and a process that
	 * finds it without an owner takes it over.
	 * @return whether logins outlive the process
	 */
	default boolean isShared() {
		return true;
	}

	/**
	 * Returns the time by the clock that all who share the store have in common.
	 * @return the time
	 * @throws TokenCacheException if the store cannot be reached
	 */
	default Instant now() {
		return Instant.now();
	}

	/**
	 * Asks to hear when another process may have changed a login. May call more often
	 * than there are changes, and on any thread; the callee must not block.
	 * @param key the name of the login
	 * @param onChange what to call
	 * @return closed to hear no more
	 */
	default Watch watch(CachedLoginKey key, Runnable onChange) {
		return () -> {
		};
	}

	@Override
	default void close() {
	}

	/**
	 * Ends with {@link #close()}.
	 */
	@FunctionalInterface
	interface Watch extends AutoCloseable {

		@Override
		void close();

	}

}
