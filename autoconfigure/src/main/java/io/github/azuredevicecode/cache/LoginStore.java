package io.github.azuredevicecode.cache;

/**
 * Keeps logins. Implementations are thread safe.
 */
public interface LoginStore {

	/**
	 * Return a login.
	 * @param key its name
	 * @return the login, {@link Login#NONE} if there is none
	 */
	Login load(LoginKey key);

	/**
	 * Write a login, provided that nobody has written another meanwhile.
	 * @param key its name
	 * @param expected the login that the new one was made from
	 * @param next the new login
	 * @return whether it was written
	 */
	boolean replace(LoginKey key, Login expected, Login next);

}
