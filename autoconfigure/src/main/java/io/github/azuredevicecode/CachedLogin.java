package io.github.azuredevicecode;

import org.jspecify.annotations.Nullable;

/**
 * A user's login as it is kept. Immutable. The string form shows no token.
 *
 * @param generation counts sign-ins and sign-outs: what belongs to an older generation
 * must not be written over a newer one
 * @param version counts all changes
 * @param tokenCache tokens in the unified cache format of MSAL, a secret; empty if nobody
 * is signed in
 * @param authenticationRecord who is signed in, or {@code null}
 * @param pending a sign-in that waits for its user, or {@code null}
 * @since 0.1
 */
public record CachedLogin(long generation, long version, String tokenCache,
		@Nullable AuthenticationRecord authenticationRecord, @Nullable PendingSignIn pending) {

	/**
	 * Nobody has ever signed in.
	 */
	public static final CachedLogin NONE = new CachedLogin(0, 0, "", null, null);

	/**
	 * Return the login with a sign-in that waits for its user, or without one.
	 * @param pending the sign-in, or {@code null}
	 * @return the next login
	 */
	public CachedLogin withPending(@Nullable PendingSignIn pending) {
		return new CachedLogin(this.generation, this.version + 1, this.tokenCache, this.authenticationRecord, pending);
	}

	/**
	 * Return the login after a sign-in.
	 * @param tokenCache the tokens of the sign-in, and no others
	 * @param authenticationRecord who signed in
	 * @return the next login
	 */
	public CachedLogin signedIn(String tokenCache, AuthenticationRecord authenticationRecord) {
		return new CachedLogin(this.generation + 1, this.version + 1, tokenCache, authenticationRecord, null);
	}

	/**
	 * Return the login after a refresh.
	 * @param tokenCache all tokens, the new ones among them
	 * @return the next login
	 */
	public CachedLogin refreshed(String tokenCache) {
		return new CachedLogin(this.generation, this.version + 1, tokenCache, this.authenticationRecord, this.pending);
	}

	/**
	 * Return the login after a sign-out.
	 * @return the next login
	 */
	public CachedLogin signedOut() {
		return new CachedLogin(this.generation + 1, this.version + 1, "", null, null);
	}

	@Override
	public String toString() {
		return "CachedLogin[generation=" + this.generation + ", version=" + this.version + "]";
	}

}
