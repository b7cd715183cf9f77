package io.github.azuredevicecode.msal;

import java.time.Instant;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodeCredentialOptions;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.cache.Login;
import io.github.azuredevicecode.cache.LoginKey;
import io.github.azuredevicecode.cache.LoginStore;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in: the logins in the store, the record, and the tokens in the table,
 * which change together. Its lock is held for these changes alone.
 */
final class Logins {

	private final DeviceCodeCredentialOptions options;

	private final LoginStore store;

	private final TokenTable table;

	private final Object lock = new Object();

	private volatile @Nullable AuthenticationRecord record;

	private volatile long signOuts;

	Logins(DeviceCodeCredentialOptions options, LoginStore store, TokenTable table) {
		this.options = options;
		this.store = store;
		this.table = table;
		this.record = options.authenticationRecord();
	}

	@Nullable AuthenticationRecord record() {
		return this.record;
	}

	/**
	 * Return how many times the credential has been signed out. Work that began before a
	 * sign-out must not be kept after it.
	 * @return the number
	 */
	long signOuts() {
		return this.signOuts;
	}

	Login load(boolean cae) {
		return this.store.load(key(cae));
	}

	/**
	 * Return the account whose login is to be used.
	 * @param login the login
	 * @return the account, or {@code null} if nobody is signed in
	 */
	@Nullable String homeAccountId(Login login) {
		AuthenticationRecord current = (this.record != null) ? this.record : login.authenticationRecord();
		return (current != null && !login.tokenCache().isEmpty()) ? current.homeAccountId() : null;
	}

	/**
	 * Return the other name of a tenant: a login for {@code organizations} is one for the
	 * home tenant of its user, and its tokens may have been filed under either.
	 * @param login the login
	 * @param tenantId the tenant
	 * @return the other name, or {@code null} if there is none
	 */
	@Nullable String otherName(Login login, String tenantId) {
		AuthenticationRecord signedIn = login.authenticationRecord();
		String configured = this.options.loginTenantId();
		if (signedIn == null || signedIn.tenantId().equals(configured)) {
			return null;
		}
		if (tenantId.equals(configured)) {
			return signedIn.tenantId();
		}
		return tenantId.equals(signedIn.tenantId()) ? configured : null;
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
	boolean refreshed(Login from, String tokenCache, TokenRequest key, AccessToken token, Instant now) {
		synchronized (this.lock) {
			boolean kept = this.store.replace(key(key.cae()), from, from.refreshed(tokenCache));
			if (kept) {
				this.table.slot(key, key).hold(token, now);
			}
			return kept;
		}
	}

	/**
	 * Put a token of a login into the table.
	 * @param from the login
	 * @param key what the token was asked for
	 * @param token the token
	 * @param now the time
	 */
	void found(Login from, TokenRequest key, AccessToken token, Instant now) {
		synchronized (this.lock) {
			if (load(key.cae()).generation() == from.generation()) {
				this.table.slot(key, key).hold(token, now);
			}
		}
	}

	/**
	 * Keep a new login and its token, and forget what was there before.
	 * @param signOutsBefore the number of sign-outs when the sign-in began
	 * @param tokenCache the tokens of the login
	 * @param signedIn who signed in
	 * @param key what the token was asked for
	 * @param token the token
	 * @param now the time
	 * @return whether they were kept; if not, the credential was signed out meanwhile
	 */
	boolean signedIn(long signOutsBefore, String tokenCache, AuthenticationRecord signedIn, TokenRequest key,
			AccessToken token, Instant now) {
		synchronized (this.lock) {
			if (this.signOuts != signOutsBefore) {
				return false;
			}
			replace(key.cae(), tokenCache, signedIn);
			AuthenticationRecord before = this.record;
			if (before != null && before.homeAccountId().equals(signedIn.homeAccountId())) {
				this.table.clear(key.cae());
			}
			else {
				this.table.clear();
			}
			this.record = signedIn;
			this.table.slot(key, key).hold(token, now);
			return true;
		}
	}

	private void replace(boolean cae, String tokenCache, AuthenticationRecord signedIn) {
		Login current;
		do {
			current = load(cae);
		}
		while (!this.store.replace(key(cae), current, current.signedIn(tokenCache, signedIn)));
	}

	/**
	 * Forget the user.
	 * @return who was signed in, or {@code null}
	 */
	@Nullable AuthenticationRecord signOut() {
		synchronized (this.lock) {
			this.signOuts++;
			AuthenticationRecord before = this.record;
			this.record = null;
			forget(true);
			forget(false);
			this.table.clear();
			return before;
		}
	}

	private void forget(boolean cae) {
		Login current;
		do {
			current = load(cae);
		}
		while (!this.store.replace(key(cae), current, current.signedOut()));
	}

	private LoginKey key(boolean cae) {
		return new LoginKey("default", this.options.clientId(), this.options.authority(), this.options.loginTenantId(),
				cae);
	}

}
