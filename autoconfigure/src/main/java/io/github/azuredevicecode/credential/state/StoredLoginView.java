package io.github.azuredevicecode.credential.state;

import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import org.jspecify.annotations.Nullable;

/**
 * One login in the store, as this process has last seen it. While the store is out of
 * reach the process goes on with that, and what it has changed meanwhile is written once
 * the store is back, unless another has changed the login too. Thread safe.
 */
public final class StoredLoginView {

	private final TokenCache store;

	private final CachedLoginKey key;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable CachedLogin seen;

	private @Nullable CachedLogin unsavedBase;

	// The login that the user has signed out of while the store was out of reach
	private @Nullable Long owedSignOut;

	private final StoreAvailability outage;

	/**
	 * Create an access to a login.
	 * @param store the store
	 * @param key the name of the login
	 * @param outage whether the store is out of reach, known to all logins of the store
	 */
	StoredLoginView(TokenCache store, CachedLoginKey key, StoreAvailability outage) {
		this.store = store;
		this.key = key;
		this.outage = outage;
	}

	/**
	 * Return the login, the last that was seen if the store cannot be reached.
	 * @return the login
	 * @throws TokenCacheException if the store has never been reached
	 */
	CachedLogin load() {
		return locked(() -> {
			try {
				return loadStored();
			}
			catch (TokenCacheException ex) {
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
	 * @throws TokenCacheException if the store cannot be reached
	 */
	public CachedLogin require() {
		return locked(this::loadStored);
	}

	private CachedLogin loadStored() {
		CachedLogin stored = this.store.load(this.key);
		this.outage.end();
		if (this.owedSignOut != null) {
			stored = paySignOut(stored, this.owedSignOut);
		}
		CachedLogin base = this.unsavedBase;
		CachedLogin mine = this.seen;
		if (base != null && mine != null && base.version() == stored.version()
				&& this.store.replace(this.key, stored, mine)) {
			this.unsavedBase = null;
			return mine;
		}
		this.unsavedBase = null;
		this.seen = stored;
		return stored;
	}

	private CachedLogin paySignOut(CachedLogin stored, long generation) {
		CachedLogin current = stored;
		while (current.generation() == generation) {
			CachedLogin next = current.signedOut();
			current = this.store.replace(this.key, current, next) ? next : this.store.load(this.key);
		}
		this.owedSignOut = null;
		return current;
	}

	/**
	 * Forget the user.
	 * @return the login without a user
	 * @throws TokenCacheException if the store cannot be reached: the user is forgotten
	 * there with the next access that succeeds
	 */
	CachedLogin signOut() {
		return locked(() -> {
			CachedLogin before = this.seen;
			this.seen = null;
			this.unsavedBase = null;
			try {
				CachedLogin current;
				CachedLogin next;
				do {
					current = loadStored();
					next = current.signedOut();
				}
				while (!replaceStored(current, next));
				return next;
			}
			catch (TokenCacheException ex) {
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
	boolean replace(CachedLogin expected, CachedLogin next) {
		return locked(() -> {
			try {
				return replaceStored(expected, next);
			}
			catch (TokenCacheException ex) {
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
	 * @throws TokenCacheException if the store cannot be reached
	 */
	public boolean requireReplace(CachedLogin expected, CachedLogin next) {
		return locked(() -> replaceStored(expected, next));
	}

	private boolean replaceStored(CachedLogin expected, CachedLogin next) {
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
	 * @throws TokenCacheException if the store cannot be reached
	 */
	public Instant storeTime() {
		return this.store.now();
	}

	/**
	 * Ask to hear of changes by other processes.
	 * @param onChange what to call
	 * @return closed to hear no more
	 */
	TokenCache.Watch watch(Runnable onChange) {
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
