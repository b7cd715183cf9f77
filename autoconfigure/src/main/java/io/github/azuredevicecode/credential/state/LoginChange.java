package io.github.azuredevicecode.credential.state;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import org.jspecify.annotations.Nullable;

/**
 * A change that this process makes to a login. It is applied to what this process knows
 * and to what the store holds, where others may have changed the login in between, and
 * says itself whether it still holds there.
 */
sealed interface LoginChange {

	/**
	 * Applies the change.
	 * @param login the login
	 * @param madeAt tells when the change was made, by the clock of the store
	 * @return the next login, or {@code null} if the change does not hold any more
	 */
	@Nullable CachedLogin applyTo(CachedLogin login, Supplier<Instant> madeAt);

	/**
	 * Returns the change for the place of a login in the store.
	 * @param from the login in memory
	 * @param to the same login in the store, where it has another number
	 * @return the change
	 */
	default LoginChange moved(CachedLogin from, CachedLogin to) {
		return this;
	}

	private static CachedLogin atLeast(long generation, CachedLogin login) {
		return (login.generation() >= generation) ? login
				: new CachedLogin(login.lineage(), generation, login.version(), login.tokenCache(),
						login.authenticationRecord(), login.signedInAt(), login.pending(), login.refreshLease());
	}

	private static boolean follows(CachedLogin before, CachedLogin login) {
		return login.generation() == before.generation() + 1
				&& (before.lineage().isEmpty() || login.lineage().equals(before.lineage()));
	}

	/**
	 * A user has signed in. Holds for the login that the sign-in began with, for an
	 * earlier sign-in that was written meanwhile, and for an entry that was emptied.
	 *
	 * @param from the login that the sign-in began with
	 * @param tokenCache makes the tokens of the sign-in from its time
	 * @param authenticationRecord the user
	 * @param age how old the tokens are
	 */
	record SignedIn(CachedLogin from, Function<Instant, String> tokenCache, AuthenticationRecord authenticationRecord,
			Duration age) implements LoginChange {

		@Override
		public @Nullable CachedLogin applyTo(CachedLogin login, Supplier<Instant> madeAt) {
			if (!login.isSameLoginAs(this.from) && !isEmptied(login, madeAt) && !isEarlier(login, madeAt)) {
				return null;
			}
			// Where the entry is empty, others still know the login before by its number
			return signedIn(login.lineage().isEmpty() ? atLeast(this.from.generation(), login) : login, madeAt.get());
		}

		// A sign-out in the emptied entry has the time as its number
		private boolean isEmptied(CachedLogin login, Supplier<Instant> madeAt) {
			return login.authenticationRecord() == null && !login.lineage().equals(this.from.lineage())
					&& login.generation() < madeAt.get().getEpochSecond();
		}

		// That of a process which could not write it at once
		private boolean isEarlier(CachedLogin login, Supplier<Instant> madeAt) {
			Instant signedInAt = login.signedInAt();
			return signedInAt != null && follows(this.from, login) && signedInAt.isBefore(madeAt.get());
		}

		private CachedLogin signedIn(CachedLogin login, Instant madeAt) {
			return login.signedIn(this.tokenCache.apply(madeAt.minus(this.age)), this.authenticationRecord, madeAt);
		}

		@Override
		public LoginChange moved(CachedLogin from, CachedLogin to) {
			return this.from.isSameLoginAs(from)
					? new SignedIn(to, this.tokenCache, this.authenticationRecord, this.age) : this;
		}

	}

	/**
	 * The tokens of a login were renewed. Holds for this login alone, so that a renewal
	 * never undoes a sign-out.
	 *
	 * @param of the login
	 * @param merge adds the new tokens, from their time, to those of the login
	 * @param age how old the new tokens are
	 */
	record Refreshed(CachedLogin of, BiFunction<String, Instant, String> merge, Duration age) implements LoginChange {

		@Override
		public @Nullable CachedLogin applyTo(CachedLogin login, Supplier<Instant> madeAt) {
			return (login.isSameLoginAs(this.of) && login.authenticationRecord() != null)
					? login.refreshed(this.merge.apply(login.tokenCache(), madeAt.get().minus(this.age))) : null;
		}

		@Override
		public LoginChange moved(CachedLogin from, CachedLogin to) {
			return this.of.isSameLoginAs(from) ? new Refreshed(to, this.merge, this.age) : this;
		}

	}

	/**
	 * The user has signed out. Holds for any login if the store can be used at once. If
	 * not, a later sign-in lifts it: then it holds for the login that was known here, for
	 * one that a sign-in of this process may just have written, for any that is older,
	 * and for an entry that looks empty, which may be one that cannot be read now.
	 *
	 * @param of the login, or {@code null} if this process has never read it
	 * @param duringSignIn whether this process was about to write a sign-in
	 * @param atOnce whether it is written while the user waits
	 * @param least the least generation of the login after it: the time of the sign-out,
	 * so that it comes after all before it even in a store that was set back
	 */
	record SignedOut(@Nullable CachedLogin of, boolean duringSignIn, boolean atOnce,
			long least) implements LoginChange {

		@Override
		public @Nullable CachedLogin applyTo(CachedLogin login, Supplier<Instant> madeAt) {
			boolean mine = this.of != null && (login.isSameLoginAs(this.of) || login.isOlderThan(this.of)
					|| (this.duringSignIn && follows(this.of, login)));
			if (!this.atOnce && !mine && !isEarlier(login, madeAt)) {
				return null;
			}
			// It must come after the login in a store that was set back or emptied, too
			boolean setBack = this.of != null && (login.isOlderThan(this.of) || login.lineage().isEmpty());
			CachedLogin next = ((setBack && this.of != null)
					? this.of.atVersion(Math.max(login.version(), this.of.version())) : login)
				.signedOut();
			// This process may not have known the time of the store when it was made
			return atLeast(Math.max(this.least, madeAt.get().getEpochSecond()), next);
		}

		@Override
		public LoginChange moved(CachedLogin from, CachedLogin to) {
			return (this.of != null && this.of.isSameLoginAs(from))
					? new SignedOut(to, this.duringSignIn, this.atOnce, this.least) : this;
		}

		// Another process has signed in while this one could not read it
		private boolean isEarlier(CachedLogin login, Supplier<Instant> madeAt) {
			Instant signedInAt = login.signedInAt();
			return (signedInAt != null) ? !signedInAt.isAfter(madeAt.get())
					: this.of == null || login.lineage().isEmpty();
		}

		SignedOut later() {
			return new SignedOut(this.of, this.duringSignIn, false, this.least);
		}

	}

	/**
	 * A sign-in has ended without a user.
	 *
	 * @param attemptId the attempt
	 */
	record Withdrawn(String attemptId) implements LoginChange {

		@Override
		public @Nullable CachedLogin applyTo(CachedLogin login, Supplier<Instant> madeAt) {
			return (login.pending() != null && login.pending().attemptId().equals(this.attemptId))
					? login.withPending(null) : null;
		}

	}

	/**
	 * The store was set back to an earlier state than this process knows, and gets the
	 * later one again. A sign-in that has begun since is kept.
	 *
	 * @param known the later state
	 */
	record Restored(CachedLogin known) implements LoginChange {

		@Override
		public @Nullable CachedLogin applyTo(CachedLogin login, Supplier<Instant> madeAt) {
			if (!isSetBack(login, this.known)) {
				return null;
			}
			boolean sameLogin = login.isSameLoginAs(this.known);
			return this.known.withPending(sameLogin ? login.pending() : null);
		}

		/**
		 * Returns whether a store was set back.
		 * @param login the login in the store
		 * @param known the latest state of it that this process knows
		 * @return whether the login is an earlier state; where nobody is signed in, one
		 * is as good as the other
		 */
		static boolean isSetBack(CachedLogin login, CachedLogin known) {
			return login.isOlderThan(known) && !(known.authenticationRecord() == null && login.isSameLoginAs(known))
					&& !isLaterSignIn(login, known);
		}

		// Somebody has signed in since the store was set back
		private static boolean isLaterSignIn(CachedLogin login, CachedLogin known) {
			Instant signedInAt = login.signedInAt();
			Instant knownSignedInAt = known.signedInAt();
			return signedInAt != null && knownSignedInAt != null && signedInAt.isAfter(knownSignedInAt);
		}

	}

}
