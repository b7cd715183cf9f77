package io.github.azuredevicecode.credential.state;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.concurrent.CredentialEventPublisher;
import io.github.azuredevicecode.concurrent.Moment;
import io.github.azuredevicecode.concurrent.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * One login in the memory of this process: its state, the user whose tokens are used, and
 * these tokens in the table, which change together. Does no I/O, and calls nobody under
 * its lock. Thread safe.
 */
final class LoginCell {

	private static final String SET_BACK = "The token cache was set back to an older login. Using the later login and "
			+ "writing it again.";

	private static final String PUT_BACK = "An older login was put back into the token cache. It is not used, and counts "
			+ "as signed out.";

	private final LoginMode mode;

	private final AccessTokenTable table;

	private final Predicate<AuthenticationRecord> expectedUser;

	private final Supplier<String> lineages;

	private final CredentialEventPublisher events;

	private final TimeSource time;

	private final StoreClock clock;

	private LoginState state = new LoginState.Unread();

	// The number of the last login that was not empty, without its tokens
	private CachedLogin latest = CachedLogin.NONE;

	private @Nullable AuthenticationRecord user;

	// From when on the tokens of the login live for as long as they can
	private Moment knownSince;

	private int signInsToWrite;

	LoginCell(LoginMode mode, @Nullable AuthenticationRecord user, AccessTokenTable table,
			Predicate<AuthenticationRecord> expectedUser, Supplier<String> lineages, CredentialEventPublisher events,
			TimeSource time, StoreClock clock) {
		this.mode = mode;
		this.user = user;
		this.table = table;
		this.expectedUser = expectedUser;
		this.lineages = lineages;
		this.events = events;
		this.time = time;
		this.clock = clock;
		this.knownSince = Moment.now(time);
	}

	synchronized LoginState state() {
		return this.state;
	}

	/**
	 * Returns whose tokens are used.
	 * @return the user, or {@code null} if nobody is signed in
	 */
	synchronized @Nullable AuthenticationRecord user() {
		return this.user;
	}

	synchronized SignedInLogin signedIn(String configuredTenantId) {
		AuthenticationRecord current = this.user;
		boolean usable = current != null && !this.state.login().tokenCache().isEmpty()
				&& this.expectedUser.test(current);
		return new SignedInLogin(this.state.login(), (usable && current != null) ? current.homeAccountId() : null,
				configuredTenantId, this.knownSince);
	}

	/**
	 * Takes over what the store holds.
	 * @param before the state in which it was asked
	 * @param stored the login in the store
	 * @return whether it was taken over; if not, a change of this process came between
	 * and nobody can tell which was later
	 */
	boolean read(LoginState before, CachedLogin stored) {
		AuthenticationRecord signedOut = null;
		AuthenticationRecord found;
		synchronized (this) {
			CachedLogin known = this.state.login();
			boolean unknown = this.user == null;
			// An answer that comes after a later one is not news
			boolean late = this.state != before
					&& (stored.isOlderThan(known) || !stored.lineage().equals(known.lineage()));
			if (late) {
				return false;
			}
			if (this.state instanceof LoginState.Adrift adrift) {
				if (adrift.base() != null && LoginChange.Restored.isSetBack(stored, adrift.base())) {
					warnOfSetBack(SET_BACK, stored, adrift.base());
					return true;
				}
				signedOut = follow(adrift, stored);
				found = null;
			}
			else if (LoginChange.Restored.isSetBack(stored, known)) {
				warnOfSetBack(SET_BACK, stored, known);
				become(new LoginState.Adrift(stored,
						List.of(new LoginState.Entry(new LoginChange.Restored(known), known, this.time.nanoTime())),
						known));
				return true;
			}
			else if (LoginChange.Restored.isSetBack(stored, this.latest)) {
				refuse(stored);
				return true;
			}
			else {
				signedOut = adopt(stored);
				found = unknown ? this.user : null;
			}
		}
		if (found != null) {
			this.events.log().info("Found a login in the token cache.").user(found).log();
		}
		publish(signedOut);
		return true;
	}

	// What is to be written stays, but a login that others have ended must not be used
	// until
	// then
	private @Nullable AuthenticationRecord follow(LoginState.Adrift adrift, CachedLogin stored) {
		CachedLogin next = adrift.replayOn(stored, this.clock::at).login();
		return next.isSameLoginAs(adrift.login()) ? null
				: moveTo(new LoginState.Adrift(stored, adrift.journal(), next));
	}

	private void warnOfSetBack(String what, CachedLogin stored, CachedLogin known) {
		this.events.log()
			.warn(what)
			.with("storedVersion", stored.generation() + "." + stored.version())
			.with("knownVersion", known.generation() + "." + known.version())
			.log();
	}

	// The entry was empty or unreadable, and then an earlier login was put back
	private void refuse(CachedLogin stored) {
		warnOfSetBack(PUT_BACK, stored, this.latest);
		LoginChange change = new LoginChange.SignedOut(this.latest, false, true, this.clock.now().getEpochSecond());
		CachedLogin signedOut = Objects.requireNonNull(change.applyTo(stored, this.clock::now));
		become(new LoginState.Adrift(stored, List.of(new LoginState.Entry(change, signedOut, this.time.nanoTime())),
				signedOut));
	}

	private @Nullable AuthenticationRecord adopt(CachedLogin login) {
		boolean first = this.state instanceof LoginState.Unread;
		CachedLogin known = this.state.login();
		become(new LoginState.Reachable(login));
		if (first && this.user != null) {
			// The record that the application has given says whose login it wants
			return null;
		}
		return login.isSameLoginAs(known) ? null : takeOver(known, login);
	}

	private @Nullable AuthenticationRecord takeOver(CachedLogin known, CachedLogin login) {
		AuthenticationRecord next = login.authenticationRecord();
		if (known.authenticationRecord() == null && next == null) {
			return null;
		}
		this.table.clear(this.mode);
		AuthenticationRecord before = this.user;
		this.user = (next != null && this.expectedUser.test(next)) ? next : null;
		if (next != null && this.user == null) {
			this.events.log()
				.warn("The login in the token cache belongs to a user who is not expected, and is not used.")
				.problem("Check azure.identity.device-code.expected-usernames, "
						+ "azure.identity.device-code.expected-object-ids and "
						+ "azure.identity.device-code.expected-tenant-ids.")
				.log();
		}
		return (this.user == null) ? before : null;
	}

	private void publish(@Nullable AuthenticationRecord signedOut) {
		if (signedOut != null) {
			this.events.signedOutElsewhere(signedOut);
		}
	}

	/**
	 * Puts a token into the table.
	 * @param of the login that the token belongs to
	 * @param hold puts it there
	 * @return whether that is still the login
	 */
	synchronized boolean hold(CachedLogin of, Runnable hold) {
		boolean current = this.state.login().isSameLoginAs(of);
		if (current) {
			hold.run();
		}
		return current;
	}

	synchronized void beginWrite(LoginChange change) {
		this.signInsToWrite += (change instanceof LoginChange.SignedIn) ? 1 : 0;
	}

	synchronized void endWrite(LoginChange change) {
		this.signInsToWrite -= (change instanceof LoginChange.SignedIn) ? 1 : 0;
	}

	/**
	 * Takes over what this process has written.
	 * @param before the state in which it began to
	 * @param written the login in the store
	 * @param hold puts the token of the change into the table
	 * @return whether the change stands; if not, the user has signed out meanwhile
	 */
	boolean written(LoginState before, CachedLogin written, Runnable hold) {
		AuthenticationRecord signedOut = null;
		boolean stands;
		synchronized (this) {
			CachedLogin known = this.state.login();
			if (this.state instanceof LoginState.Adrift adrift) {
				LoginState.Replay replay = adrift.replayOn(written, this.clock::at);
				signedOut = moveTo((replay.login() == written) ? new LoginState.Reachable(written)
						: new LoginState.Adrift(written, adrift.journal(), replay.login()));
				stands = replay.login().isSameLoginAs(written);
			}
			else if (this.state != before
					&& (written.isOlderThan(known) || !written.lineage().equals(known.lineage()))) {
				stands = known.isSameLoginAs(written);
			}
			else {
				signedOut = adopt(written);
				this.user = (written.isSameLoginAs(known)) ? this.user : written.authenticationRecord();
				stands = true;
			}
			if (stands) {
				hold.run();
			}
		}
		publish(signedOut);
		return stands;
	}

	private void become(LoginState next) {
		if (!next.login().tokenCache().equals(this.state.login().tokenCache())) {
			this.knownSince = Moment.now(this.time);
		}
		CachedLogin login = next.login();
		if (!login.lineage().isEmpty()) {
			this.latest = new CachedLogin(login.lineage(), login.generation(), login.version(), "", null,
					login.signedInAt(), null, null);
		}
		this.state = next;
	}

	private @Nullable AuthenticationRecord moveTo(LoginState next) {
		CachedLogin known = this.state.login();
		become(next);
		return next.login().isSameLoginAs(known) ? null : takeOver(known, next.login());
	}

	/**
	 * Makes a change in memory, to be written when the store can be used again.
	 * @param change the change
	 * @param madeAt when it was made, by the monotonic clock
	 * @param hold puts the token of the change into the table
	 * @return whether the change holds
	 */
	boolean keep(LoginChange change, long madeAt, Runnable hold) {
		AuthenticationRecord signedOut;
		synchronized (this) {
			CachedLogin next = change.applyTo(this.state.login(), () -> this.clock.at(madeAt));
			if (next == null) {
				return false;
			}
			signedOut = moveTo(this.state.and(change, named(next), madeAt));
			hold.run();
		}
		publish(signedOut);
		return true;
	}

	CachedLogin named(CachedLogin login) {
		return login.lineage().isEmpty() ? login.inLineage(this.lineages.get()) : login;
	}

	/**
	 * Forgets the user at once; the store has to follow.
	 * @return who was signed in, or {@code null}
	 */
	synchronized @Nullable AuthenticationRecord signOut() {
		AuthenticationRecord before = this.user;
		this.user = null;
		this.table.clear(this.mode);
		boolean known = !(this.state instanceof LoginState.Unread)
				&& !(this.state instanceof LoginState.Adrift adrift && adrift.base() == null);
		long madeAt = this.time.nanoTime();
		LoginChange change = new LoginChange.SignedOut(known ? this.state.login() : null, this.signInsToWrite > 0, true,
				this.clock.now().getEpochSecond());
		CachedLogin signedOut = Objects.requireNonNull(change.applyTo(this.state.login(), this.clock::now));
		become((this.state instanceof LoginState.Adrift adrift && adrift.endsWithSignOut())
				? adrift.signedOutAgain(madeAt) : this.state.and(change, named(signedOut), madeAt));
		return before;
	}

	/**
	 * Takes note that the journal could not be written at once.
	 */
	synchronized void defer() {
		if (this.state instanceof LoginState.Adrift adrift) {
			this.state = adrift.deferred();
		}
	}

	/**
	 * Takes over that the journal was written.
	 * @param flushed the state whose journal it was
	 * @param written the login in the store then
	 * @param complete whether all changes were written
	 */
	void flushed(LoginState.Adrift flushed, CachedLogin written, boolean complete) {
		AuthenticationRecord signedOut = null;
		synchronized (this) {
			if (!(this.state instanceof LoginState.Adrift current)) {
				return;
			}
			CachedLogin known = current.login();
			become(current.flushed(flushed, written, this.clock::at));
			if (!complete || !this.state.login().isSameLoginAs(known)) {
				signedOut = takeOver(known, this.state.login());
			}
		}
		publish(signedOut);
	}

}
