package io.github.azuredevicecode.credential.state;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.CredentialEventPublisher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is signed in: the logins in the store, the record, and the tokens in the table,
 * which change together. Its lock is held for these changes alone.
 */
public final class SignedInState {

	private static final Logger logger = LoggerFactory.getLogger(SignedInState.class);

	private final CachedLoginKey key;

	private final boolean shared;

	private final AccessTokenTable table;

	private final CredentialEventPublisher events;

	private final ModeLogin standard;

	private final ModeLogin cae;

	private final ReentrantLock lock = new ReentrantLock();

	private final AtomicBoolean watching = new AtomicBoolean();

	private final List<TokenCache.Watch> watches = new CopyOnWriteArrayList<>();

	private volatile boolean closed;

	private volatile @Nullable AuthenticationRecord record;

	public SignedInState(CacheSettings settings, TokenCache store, AccessTokenTable table,
			CredentialEventPublisher events) {
		this.key = settings.key();
		this.events = events;
		this.shared = store.isShared();
		this.table = table;
		StoreAvailability outage = new StoreAvailability(events);
		this.standard = new ModeLogin(new StoredLoginView(store, key(LoginMode.STANDARD), outage));
		this.cae = new ModeLogin(new StoredLoginView(store, key(LoginMode.CONTINUOUS_ACCESS_EVALUATION), outage));
		this.record = settings.authenticationRecord();
	}

	private CachedLoginKey key(LoginMode mode) {
		return this.key.forMode(mode);
	}

	private ModeLogin login(LoginMode mode) {
		return mode.isCae() ? this.cae : this.standard;
	}

	/**
	 * Return the login of a mode, to be shared with other processes.
	 * @param mode the mode
	 * @return the login, or {@code null} if it is of this process alone
	 */
	public @Nullable StoredLoginView shared(LoginMode mode) {
		return this.shared ? login(mode).kept : null;
	}

	public @Nullable AuthenticationRecord record() {
		return this.record;
	}

	/**
	 * Return who is signed in by the store.
	 * @return the record, or {@code null}
	 */
	public @Nullable AuthenticationRecord storedRecord() {
		if (this.record == null && this.shared) {
			try {
				load(LoginMode.STANDARD);
				load(LoginMode.CONTINUOUS_ACCESS_EVALUATION);
			}
			catch (TokenCacheException ex) {
				logger.debug("Who is signed in could not be read", ex);
			}
		}
		return this.record;
	}

	/**
	 * Hear of changes by other processes, from the first call on.
	 * @param onChange called with the mode that may have changed
	 */
	public void watch(Consumer<LoginMode> onChange) {
		if (!this.shared || !this.watching.compareAndSet(false, true)) {
			return;
		}
		this.watches.add(this.standard.kept.watch(() -> onChange.accept(LoginMode.STANDARD)));
		this.watches.add(this.cae.kept.watch(() -> onChange.accept(LoginMode.CONTINUOUS_ACCESS_EVALUATION)));
		if (this.closed) {
			close();
		}
	}

	public void close() {
		this.closed = true;
		this.watches.forEach(TokenCache.Watch::close);
	}

	/**
	 * Return a login, and take over what other processes have done to it.
	 * @param mode the mode
	 * @return the login
	 * @throws TokenCacheException if the store has never been reached
	 */
	public CachedLogin load(LoginMode mode) {
		ModeLogin known = login(mode);
		CachedLogin login = known.kept.load();
		if (known.generation != login.generation()) {
			adopt(known, mode, login);
		}
		return login;
	}

	private void adopt(ModeLogin known, LoginMode mode, CachedLogin login) {
		AuthenticationRecord before;
		this.lock.lock();
		try {
			if (login.generation() <= known.generation) {
				return;
			}
			before = this.record;
			boolean changed = known.generation >= 0;
			known.generation = login.generation();
			if (changed) {
				this.table.clear(mode);
			}
			if (changed || before == null) {
				this.record = login.authenticationRecord();
			}
		}
		finally {
			this.lock.unlock();
		}
		if (before != null && this.record == null) {
			this.events.signedOut(before);
		}
	}

	/**
	 * Returns a login with the account whose tokens are to be used, as {@link #load}
	 * does.
	 * @param mode the mode
	 * @return the login
	 * @throws TokenCacheException if the store has never been reached
	 */
	public SignedInLogin signedIn(LoginMode mode) {
		CachedLogin login = load(mode);
		AuthenticationRecord current = (this.record != null) ? this.record : login.authenticationRecord();
		return new SignedInLogin(login,
				(current != null && !login.tokenCache().isEmpty()) ? current.homeAccountId() : null,
				this.key.tenantId());
	}

	/**
	 * Keep a refreshed login and its token.
	 * @param from the login that was refreshed
	 * @param tokenCache the tokens of the login
	 * @param key what the token was asked for
	 * @param token the token
	 * @param now the time
	 * @return whether they were kept; if not, the login has changed meanwhile
	 */
	public boolean refreshed(CachedLogin from, String tokenCache, TokenRequest key, AccessToken token, Instant now) {
		boolean kept;
		this.lock.lock();
		try {
			kept = login(key.mode()).kept.replace(from, from.refreshed(tokenCache));
			if (kept) {
				this.table.slot(key, key).hold(token, now);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (kept) {
			this.events.tokenAcquired(token.expiresAt());
		}
		return kept;
	}

	/**
	 * Put a token of a login into the table.
	 * @param from the login
	 * @param key what the token was asked for
	 * @param token the token
	 * @param now the time
	 */
	public void found(CachedLogin from, TokenRequest key, AccessToken token, Instant now) {
		this.lock.lock();
		try {
			if (login(key.mode()).generation != from.generation()) {
				return;
			}
			this.table.slot(key, key).hold(token, now);
		}
		finally {
			this.lock.unlock();
		}
		this.events.tokenAcquired(token.expiresAt());
	}

	/**
	 * Keep a new login and its token, and forget what was there before.
	 * @param generation the number of the login when the sign-in began
	 * @param tokenCache the tokens of the login
	 * @param signedIn who signed in
	 * @param key what the token was asked for
	 * @param token the token
	 * @param now the time
	 * @return whether they were kept; if not, somebody signed out or in meanwhile
	 */
	public boolean signedIn(long generation, String tokenCache, AuthenticationRecord signedIn, TokenRequest key,
			AccessToken token, Instant now) {
		ModeLogin known = login(key.mode());
		this.lock.lock();
		try {
			CachedLogin current;
			CachedLogin next;
			do {
				current = known.kept.load();
				next = current.signedIn(tokenCache, signedIn);
				if (current.generation() != generation) {
					return false;
				}
			}
			while (!known.kept.replace(current, next));
			known.generation = next.generation();
			AuthenticationRecord before = this.record;
			if (before != null && before.homeAccountId().equals(signedIn.homeAccountId())) {
				this.table.clear(key.mode());
			}
			else {
				this.table.clear();
			}
			this.record = signedIn;
			this.table.slot(key, key).hold(token, now);
		}
		finally {
			this.lock.unlock();
		}
		this.events.tokenAcquired(token.expiresAt());
		return true;
	}

	/**
	 * Forget the user.
	 * @return who was signed in, or {@code null}
	 * @throws ClientAuthenticationException if the store cannot be reached: the user is
	 * forgotten here, and in the store as soon as it is back
	 */
	public @Nullable AuthenticationRecord signOut() {
		this.lock.lock();
		try {
			AuthenticationRecord before = this.record;
			this.record = null;
			this.table.clear();
			TokenCacheException failure = forget(this.standard);
			TokenCacheException another = forget(this.cae);
			if (failure != null || another != null) {
				TokenCacheException cause = (failure != null) ? failure : another;
				throw new ClientAuthenticationException("The user was signed out of this process, but the store of "
						+ "logins could not be reached, so that other processes are not yet: "
						+ String.valueOf((cause != null) ? cause.getMessage() : null), null, cause);
			}
			return before;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static @Nullable TokenCacheException forget(ModeLogin login) {
		try {
			login.generation = login.kept.signOut().generation();
			return null;
		}
		catch (TokenCacheException ex) {
			return ex;
		}
	}

	/**
	 * One of the two logins of a credential.
	 */
	private static final class ModeLogin {

		private final StoredLoginView kept;

		private volatile long generation = -1;

		ModeLogin(StoredLoginView kept) {
			this.kept = kept;
		}

	}

}
