package io.github.azuredevicecode;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A user's login as it is kept. Immutable. The string form shows no token.
 * <p>
 * Lineage and generation together say which login this is. The lineage is a random name
 * that an entry of a store gets when it is first written, so that a store that was
 * emptied is not mistaken for what it held before. Within a lineage the numbers only
 * grow: a lower one means that the store was set back.
 *
 * @param lineage the name of the entry, empty if it was never written
 * @param generation the number of sign-ins and sign-outs: what belongs to an older
 * generation must not be written over a newer one
 * @param version the number of all changes
 * @param tokenCache the tokens in the unified cache format of MSAL, a secret; empty if
 * nobody is signed in
 * @param authenticationRecord the user who is signed in, or {@code null}
 * @param signedInAt the time of the sign-in by the clock of the store, or {@code null} if
 * it is not known
 * @param pending the sign-in that waits for its user, or {@code null}
 * @param refreshLease the right to use the refresh token, or {@code null} if nobody has
 * it
 * @since 0.1
 */
public record CachedLogin(String lineage, long generation, long version, String tokenCache,
		@Nullable AuthenticationRecord authenticationRecord, @Nullable Instant signedInAt,
		@Nullable PendingSignIn pending, @Nullable RefreshLease refreshLease) {

	/**
	 * A login that nobody has ever signed in to.
	 */
	public static final CachedLogin NONE = new CachedLogin("", 0, 0, "", null, null, null, null);

	/**
	 * Returns the login in an entry of a store that is written for the first time.
	 * @param lineage the name of the entry
	 * @return the login
	 */
	public CachedLogin inLineage(String lineage) {
		return new CachedLogin(lineage, this.generation, this.version, this.tokenCache, this.authenticationRecord,
				this.signedInAt, this.pending, this.refreshLease);
	}

	/**
	 * Returns the login at another version.
	 * @param version the version
	 * @return the login
	 */
	public CachedLogin atVersion(long version) {
		return new CachedLogin(this.lineage, this.generation, version, this.tokenCache, this.authenticationRecord,
				this.signedInAt, this.pending, this.refreshLease);
	}

	/**
	 * Returns the login with a sign-in that waits for its user, or without one.
	 * @param pending the sign-in, or {@code null}
	 * @return the next login
	 */
	public CachedLogin withPending(@Nullable PendingSignIn pending) {
		return new CachedLogin(this.lineage, this.generation, this.version + 1, this.tokenCache,
				this.authenticationRecord, this.signedInAt, pending, this.refreshLease);
	}

	/**
	 * Returns the login whose refresh token one process alone may use, or any again.
	 * @param refreshLease the right to use it, or {@code null}
	 * @return the next login
	 */
	public CachedLogin withRefreshLease(@Nullable RefreshLease refreshLease) {
		return new CachedLogin(this.lineage, this.generation, this.version + 1, this.tokenCache,
				this.authenticationRecord, this.signedInAt, this.pending, refreshLease);
	}

	/**
	 * Returns the login after a sign-in.
	 * @param tokenCache the tokens of the sign-in, and no others
	 * @param authenticationRecord the user who signed in
	 * @param signedInAt the time of the sign-in by the clock of the store
	 * @return the next login
	 */
	public CachedLogin signedIn(String tokenCache, AuthenticationRecord authenticationRecord, Instant signedInAt) {
		return new CachedLogin(this.lineage, this.generation + 1, this.version + 1, tokenCache, authenticationRecord,
				signedInAt, null, null);
	}

	/**
	 * Returns the login after a refresh, which ends the lease.
	 * @param tokenCache all tokens, the new ones among them
	 * @return the next login
	 */
	public CachedLogin refreshed(String tokenCache) {
		return new CachedLogin(this.lineage, this.generation, this.version + 1, tokenCache, this.authenticationRecord,
				this.signedInAt, this.pending, null);
	}

	/**
	 * Returns the login after a sign-out.
	 * @return the next login
	 */
	public CachedLogin signedOut() {
		return new CachedLogin(this.lineage, this.generation + 1, this.version + 1, "", null, null, null, null);
	}

	/**
	 * Returns whether this is another state of the same login: nobody has signed in or
	 * out between the two.
	 * @param other the other state
	 * @return whether lineage, generation and user are the same; two users can have the
	 * same generation where the store was set back
	 */
	public boolean isSameLoginAs(CachedLogin other) {
		return this.generation == other.generation && this.lineage.equals(other.lineage)
				&& Objects.equals(homeAccountId(), other.homeAccountId());
	}

	private @Nullable String homeAccountId() {
		return (this.authenticationRecord != null) ? this.authenticationRecord.homeAccountId() : null;
	}

	/**
	 * Returns whether this is an earlier state of the same entry.
	 * @param other the other state
	 * @return whether the lineage is the same and the generation is lower, or the login
	 * is the same and the version is lower
	 */
	public boolean isOlderThan(CachedLogin other) {
		return this.lineage.equals(other.lineage)
				&& (this.generation < other.generation || (isSameLoginAs(other) && this.version < other.version));
	}

	@Override
	public String toString() {
		return "CachedLogin[lineage=" + this.lineage + ", generation=" + this.generation + ", version=" + this.version
				+ "]";
	}

}
