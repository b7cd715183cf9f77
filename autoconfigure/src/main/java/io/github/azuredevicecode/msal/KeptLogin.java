package io.github.azuredevicecode.msal;

import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.azuredevicecode.cache.Login;
import io.github.azuredevicecode.cache.LoginKey;
import io.github.azuredevicecode.cache.LoginStore;
import io.github.azuredevicecode.cache.LoginStoreException;
import org.jspecify.annotations.Nullable;

/**
 * One login in the store, as this process has last seen it. While the store is out of
 * reach the process goes on with that, and what it has changed meanwhile is written once
 * the store is back, unless another has changed the login too. Thread safe.
 */
final class KeptLogin {

	private final LoginStore store;

	private final LoginKey key;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Login seen;

	private @Nullable Login unsavedBase;

	// The login that the user has signed out of while the store was out of reach
	private @Nullable Long owedSignOut;

	private final StoreOutage outage;

	/**
	 * Create an access to a login.
	 * @param store the store
	 * @param key the name of the login
	 * @param outage whether the store is out of reach, known to all logins of the store
	 */
	KeptLogin(LoginStore store, LoginKey key, StoreOutage outage) {
		this.store = store;
		this.key = key;
		this.outage = outage;
	}

	/**
	 * Return the login, the last that was seen if the store cannot be reached.
	 * @return the login
	 * @throws LoginStoreException if the store has never been reached
	 */
	Login load() {
		return locked(() -> {
			try {
				return loadStored();
			}
			catch (LoginStoreException ex) {
				if (this.seen == null) {
					throw ex;
				}
				this.outage.begin(ex);
				return this.seen;
			}
		});
	}

	/**
	 * Return the login as it is in the store.
	 * @return the login
	 * @throws LoginStoreException if the store cannot be reached
	 */
	Login require() {
		return locked(this::loadStored);
	}

	private Login loadStored() {
		Login stored = this.store.load(this.key);
		this.outage.end();
		if (this.owedSignOut != null) {
			stored = paySignOut(stored, this.owedSignOut);
		}
		Login base = this.unsavedBase;
		Login mine = this.seen;
		if (base != null && mine != null && base.version() == stored.version()
				&& this.store.replace(this.key, stored, mine)) {
			this.unsavedBase = null;
			return mine;
		}
		this.unsavedBase = null;
		this.seen = stored;
		return stored;
	}

	private Login paySignOut(Login stored, long generation) {
		Login current = stored;
		while (current.generation() == generation) {
			Login next = current.signedOut();
			current = this.store.replace(this.key, current, next) ? next : this.store.load(this.key);
		}
		this.owedSignOut = null;
		return current;
	}

	/**
	 * Forget the user.
	 * @return the login without a user
	 * @throws LoginStoreException if the store cannot be reached: the user is forgotten
	 * there with the next access that succeeds
	 */
	Login signOut() {
		return locked(() -> {
			Login before = this.seen;
			this.seen = null;
			this.unsavedBase = null;
			try {
				Login current;
				Login next;
				do {
					current = loadStored();
					next = current.signedOut();
				}
				while (!replaceStored(current, next));
				return next;
			}
			catch (LoginStoreException ex) {
				this.outage.begin(ex);
				this.owedSignOut = (before != null) ? before.generation() : null;
				throw ex;
			}
		});
	}

	/**
	 * Write a login; only here if the store cannot be reached.
	 * @param expected the login that it was made from
	 * @param next the login
	 * @return whether it was written, and nobody had changed the login meanwhile
	 */
	boolean replace(Login expected, Login next) {
		return locked(() -> {
			try {
				return replaceStored(expected, next);
			}
			catch (LoginStoreException ex) {
				this.outage.begin(ex);
				if (this.seen != null && this.seen.version() != expected.version()) {
					return false;
				}
				this.unsavedBase = (this.unsavedBase != null) ? this.unsavedBase : expected;
				this.seen = next;
				return true;
			}
		});
	}

	/**
	 * Write a login to the store.
	 * @param expected the login that it was made from
	 * @param next the login
	 * @return whether it was written, and nobody had changed the login meanwhile
	 * @throws LoginStoreException if the store cannot be reached
	 */
	boolean requireReplace(Login expected, Login next) {
		return locked(() -> replaceStored(expected, next));
	}

	private boolean replaceStored(Login expected, Login next) {
		boolean written = this.store.replace(this.key, expected, next);
		if (written) {
			this.seen = next;
			this.unsavedBase = null;
		}
		return written;
	}

	/**
	 * Return the time by the clock of the store.
	 * @return the time
	 * @throws LoginStoreException if the store cannot be reached
	 */
	Instant storeTime() {
		return this.store.now();
	}

	/**
	 * Ask to hear of changes by other processes.
	 * @param onChange what to call
	 * @return closed to hear no more
	 */
	LoginStore.Watch watch(Runnable onChange) {
		return this.store.watch(this.key, onChange);
	}

	private <T> T locked(Supplier<T> work) {
		this.lock.lock();
		try {
			return work.get();
		}
		finally {
			this.lock.unlock();
		}
	}

}
