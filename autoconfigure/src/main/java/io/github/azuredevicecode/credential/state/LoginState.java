package io.github.azuredevicecode.credential.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

import io.github.azuredevicecode.CachedLogin;
import org.jspecify.annotations.Nullable;

/**
 * State of a login in this process: what it knows of the store, and what it still has to
 * write. Immutable.
 */
sealed interface LoginState {

	/**
	 * Returns the login as this process uses it.
	 * @return the login
	 */
	CachedLogin login();

	/**
	 * Returns the state after a change that is still to be written.
	 * @param change the change
	 * @param next the login with it
	 * @param madeAt when it was made, by the monotonic clock
	 * @return the state
	 */
	default Adrift and(LoginChange change, CachedLogin next, long madeAt) {
		CachedLogin base = (this instanceof Reachable reachable) ? reachable.login() : null;
		return new Adrift(base, List.of(new Entry(change, next, madeAt)), next);
	}

	/**
	 * The store has not been read yet.
	 */
	record Unread() implements LoginState {

		@Override
		public CachedLogin login() {
			return CachedLogin.NONE;
		}

	}

	/**
	 * Everything is in the store.
	 *
	 * @param login the login as the store had it last
	 */
	record Reachable(CachedLogin login) implements LoginState {
	}

	/**
	 * Something is still to be written.
	 *
	 * @param base the login as the store had it last, or {@code null} if it was never
	 * read
	 * @param journal the changes that are to be written, in their order
	 * @param login the login with all these changes
	 */
	record Adrift(@Nullable CachedLogin base, List<Entry> journal, CachedLogin login) implements LoginState {

		// A renewal replaces those before it; what an outage of weeks leaves is bounded
		private static final int MOST_CHANGES = 32;

		public Adrift {
			journal = List.copyOf(journal);
		}

		/**
		 * Applies the journal to a login, as far as its changes still hold there, or to
		 * the base if the login is an earlier state of it: the store was set back. A
		 * sign-in may get another number there than in memory; what came after it in
		 * memory then comes after it there.
		 * @param stored the login
		 * @param storeTime tells the time by the clock of the store for one by the
		 * monotonic clock
		 * @return the login after the changes
		 */
		Replay replayOn(CachedLogin stored, LongFunction<Instant> storeTime) {
			CachedLogin current = (this.base != null && LoginChange.Restored.isSetBack(stored, this.base))
					? this.base.withPending(null) : stored;
			CachedLogin mine = this.base;
			boolean complete = true;
			boolean moved = false;
			CachedLogin lost = null;
			for (Entry entry : this.journal) {
				LoginChange change = (moved && mine != null) ? entry.change().moved(mine, current) : entry.change();
				CachedLogin next = isOfLost(entry.change(), lost) ? null
						: change.applyTo(current, () -> storeTime.apply(entry.madeAt()));
				complete &= next != null;
				lost = (next == null && change instanceof LoginChange.SignedIn) ? entry.result() : lost;
				if (next != null) {
					// An entry that is empty or unreadable gets the name that is known
					// here
					current = next.lineage().isEmpty() ? next.inLineage(entry.result().lineage()) : next;
					moved |= !current.isSameLoginAs(entry.result());
					mine = entry.result();
				}
			}
			return new Replay(current, complete);
		}

		// Another process may have signed in as the same number
		private static boolean isOfLost(LoginChange change, @Nullable CachedLogin lost) {
			return lost != null && change instanceof LoginChange.Refreshed refreshed
					&& refreshed.of().isSameLoginAs(lost);
		}

		boolean endsWithSignOut() {
			return !this.journal.isEmpty()
					&& this.journal.get(this.journal.size() - 1).change() instanceof LoginChange.SignedOut;
		}

		/**
		 * Returns the state after another sign-out, which also ends what others have
		 * begun since the one before.
		 * @param madeAt when it was made, by the monotonic clock
		 * @return the state
		 */
		Adrift signedOutAgain(long madeAt) {
			List<Entry> journal = new ArrayList<>(this.journal);
			Entry last = journal.remove(journal.size() - 1);
			LoginChange.SignedOut before = (LoginChange.SignedOut) last.change();
			journal.add(new Entry(new LoginChange.SignedOut(before.of(), before.duringSignIn(), true, before.least()),
					last.result(), madeAt));
			return new Adrift(this.base, journal, this.login);
		}

		/**
		 * Returns the state when the store could not be used at once.
		 * @return the state, whose sign-outs a later sign-in lifts
		 */
		Adrift deferred() {
			return new Adrift(this.base, this.journal.stream()
				.map((entry) -> (entry.change() instanceof LoginChange.SignedOut signedOut && signedOut.atOnce())
						? new Entry(signedOut.later(), entry.result(), entry.madeAt()) : entry)
				.toList(), this.login);
		}

		/**
		 * Returns the state after changes were written.
		 * @param flushed the state whose journal was written
		 * @param written the login in the store then
		 * @param storeTime tells the time by the clock of the store for one by the
		 * monotonic clock
		 * @return the state, with what was changed meanwhile
		 */
		LoginState flushed(Adrift flushed, CachedLogin written, LongFunction<Instant> storeTime) {
			boolean overtaken = this.base != null && this.base != flushed.base()
					&& (written.isOlderThan(this.base) || !written.lineage().equals(this.base.lineage()));
			CachedLogin stored = (overtaken && this.base != null) ? this.base : written;
			List<Entry> rest = this.journal.stream()
				.filter((entry) -> flushed.journal().stream().noneMatch((done) -> done == entry))
				.toList();
			return rest.isEmpty() ? new Reachable(stored)
					: new Adrift(stored, rest, new Adrift(stored, rest, stored).replayOn(stored, storeTime).login());
		}

		@Override
		public Adrift and(LoginChange change, CachedLogin next, long madeAt) {
			List<Entry> journal = new ArrayList<>(this.journal);
			if (journal.size() >= MOST_CHANGES) {
				journal.stream()
					.filter((entry) -> entry.change() instanceof LoginChange.Refreshed)
					.findFirst()
					.ifPresent(journal::remove);
			}
			journal.add(new Entry(change, next, madeAt));
			return new Adrift(this.base, journal, next);
		}

	}

	/**
	 * Entry of a journal.
	 *
	 * @param change the change
	 * @param result the login in memory after the change
	 * @param madeAt when it was made, by the monotonic clock
	 */
	record Entry(LoginChange change, CachedLogin result, long madeAt) {
	}

	/**
	 * Result of applying a journal.
	 *
	 * @param login the login, the same object if no change holds
	 * @param complete whether all changes hold
	 */
	record Replay(CachedLogin login, boolean complete) {
	}

}
