package io.github.azuredevicecode.cache;

import java.time.Instant;

import io.github.azuredevicecode.TokenCache;

/**
 * Keeps logins. Implementations are thread safe, and safe against other processes that
 * use the same store.
 */
public interface LoginStore extends TokenCache, AutoCloseable {

	/**
	 * Return a login.
	 * @param key its name
	 * @return the login, {@link Login#NONE} if there is none that can be read
	 * @throws LoginStoreException if the store cannot be reached
	 */
	Login load(LoginKey key);

	/**
	 * Write a login, provided that nobody has written another meanwhile: the version of
	 * what is stored must still be that of the expected login. A value in a newer format
	 * than this one is never overwritten.
	 * @param key its name
	 * @param expected the login that the new one was made from
	 * @param next the new login
	 * @return whether it was written
	 * @throws LoginStoreException if the store cannot be reached
	 */
	boolean replace(LoginKey key, Login expected, Login next);

	/**
	 * Return whether other processes, or this one after a restart, may see what is
	 * written: then a sign-in that waits for its user is kept too, and taken over by
	 * whoever finds it without an owner.
	 * @return whether logins outlive the process
	 */
	default boolean isShared() {
		return true;
	}

	/**
	 * Return the time by the clock that all who share the store have in common.
	 * @return the time
	 * @throws LoginStoreException if the store cannot be reached
	 */
	default Instant now() {
		return Instant.now();
	}

	/**
	 * Ask to hear when another process may have changed a login. May call more often than
	 * there are changes, and on any thread; the callee must not block.
	 * @param key the name of the login
	 * @param onChange what to call
	 * @return closed to hear no more
	 */
	default Watch watch(LoginKey key, Runnable onChange) {
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
