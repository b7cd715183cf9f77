package io.github.azuredevicecode.credential.signin;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.PendingSignIn;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.credential.state.StoredLoginView;
import io.github.azuredevicecode.entra.TenantResolver;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that all who use the same store have in common: it is kept with the login, so
 * that there is one code, which each of them shows and which one of them, the owner of a
 * short lease, polls with. When the owner is gone another goes on with the same code. No
 * lock is held meanwhile, and whoever was paused beyond its lease finds the login
 * changed. Thread safe.
 */
final class SignInLease {

	private static final Duration LEAST_LEASE = Duration.ofSeconds(30);

	private static final URI NONE = URI.create("");

	private final StoredLoginView kept;

	private final String owner = UUID.randomUUID().toString();

	private String attemptId = "";

	private long generation;

	private Duration lease = LEAST_LEASE;

	private boolean owning;

	SignInLease(StoredLoginView kept) {
		this.kept = kept;
	}

	/**
	 * Find the sign-in that is under way, or make one.
	 * @param request what the user is to be asked, with the tenant it goes to
	 * @param attemptId the name of a new attempt
	 * @return the sign-in that is under way, without a code if another process is asking
	 * for it right now, or {@code null} if the caller shall ask for a code
	 * @throws TokenCacheException if the store cannot be reached
	 */
	synchronized @Nullable PendingSignIn join(TokenRequest request, String attemptId) {
		while (true) {
			CachedLogin login = this.kept.require();
			Instant now = this.kept.storeTime();
			this.generation = login.generation();
			PendingSignIn pending = login.pending();
			if (pending != null && now.isBefore(pending.expiresAt())) {
				this.attemptId = pending.attemptId();
				return pending;
			}
			Instant leaseUntil = now.plus(this.lease);
			PendingSignIn claim = new PendingSignIn(attemptId, "", "", NONE, "", leaseUntil, 0,
					TenantResolver.resolved(request), request.scopes(), request.claims(), this.owner, leaseUntil);
			if (this.kept.requireReplace(login, login.withPending(claim))) {
				this.attemptId = attemptId;
				this.owning = true;
				return null;
			}
		}
	}

	/**
	 * Return the number of the login that the sign-in began with.
	 * @return the generation
	 */
	synchronized long generation() {
		return this.generation;
	}

	/**
	 * Return how long a sign-in that was joined still has.
	 * @param pending the sign-in
	 * @return the time until its code expires
	 */
	Duration remaining(PendingSignIn pending) {
		return Duration.between(this.kept.storeTime(), pending.expiresAt());
	}

	/**
	 * Show the code to the others.
	 * @param authorization the code
	 * @return whether it is the one that they show; if not, the sign-in was ended
	 */
	synchronized boolean publish(DeviceAuthorizationResponse authorization) {
		Duration interval = authorization.interval();
		long seconds = (interval != null) ? interval.toSeconds() : 0;
		Duration three = Duration.ofSeconds(seconds).multipliedBy(3);
		this.lease = (three.compareTo(LEAST_LEASE) > 0) ? three : LEAST_LEASE;
		return update((claim, now) -> new PendingSignIn(claim.attemptId(), authorization.deviceCode(),
				authorization.userCode(), authorization.verificationUri(), authorization.message(),
				now.plus(authorization.lifetime()), seconds, claim.tenantId(), claim.scopes(), claim.claims(),
				this.owner, now.plus(this.lease)));
	}

	/**
	 * Find out what to do when an interval has passed.
	 * @return whether to poll, to wait on, or whether it has ended elsewhere
	 */
	synchronized Turn turn() {
		try {
			while (true) {
				CachedLogin login = this.kept.require();
				Turn outcome = look(login);
				PendingSignIn pending = login.pending();
				if (outcome != Turn.WAIT || pending == null) {
					return outcome;
				}
				Instant now = this.kept.storeTime();
				this.owning = pending.owner().equals(this.owner) || !now.isBefore(pending.leaseUntil());
				if (!this.owning) {
					return Turn.WAIT;
				}
				if (this.kept.requireReplace(login,
						login.withPending(pending.leasedTo(this.owner, now.plus(this.lease))))) {
					return Turn.POLL;
				}
			}
		}
		catch (TokenCacheException ex) {
			// Whoever polled goes on: a second one that does is harmless, a lost user not
			return this.owning ? Turn.POLL : Turn.WAIT;
		}
	}

	/**
	 * Look whether the sign-in has ended elsewhere.
	 * @return {@link Turn#WAIT} if it has not
	 */
	synchronized Turn look() {
		try {
			return look(this.kept.require());
		}
		catch (TokenCacheException ex) {
			return Turn.WAIT;
		}
	}

	/**
	 * Return the sign-in as others show it now.
	 * @return the sign-in, or {@code null} if it has ended or the store cannot be reached
	 */
	synchronized @Nullable PendingSignIn shown() {
		try {
			CachedLogin login = this.kept.require();
			return (look(login) == Turn.WAIT) ? login.pending() : null;
		}
		catch (TokenCacheException ex) {
			return null;
		}
	}

	private Turn look(CachedLogin login) {
		if (this.attemptId.isEmpty()) {
			return Turn.WAIT;
		}
		if (login.generation() != this.generation) {
			return (login.authenticationRecord() != null) ? Turn.SIGNED_IN : Turn.ENDED;
		}
		PendingSignIn pending = login.pending();
		return (pending != null && pending.attemptId().equals(this.attemptId)) ? Turn.WAIT : Turn.ENDED;
	}

	/**
	 * Let another go on at once.
	 */
	synchronized void release() {
		if (this.owning) {
			this.owning = false;
			update((pending, now) -> pending.owner().equals(this.owner) ? pending.leasedTo("", now) : pending);
		}
	}

	/**
	 * End the sign-in for all.
	 * @return whether it had not ended yet
	 */
	synchronized boolean withdraw() {
		this.owning = false;
		return update((pending, now) -> null);
	}

	private boolean update(Change change) {
		try {
			while (true) {
				CachedLogin login = this.kept.require();
				PendingSignIn pending = login.pending();
				if (pending == null || look(login) != Turn.WAIT) {
					return false;
				}
				PendingSignIn next = change.apply(pending, this.kept.storeTime());
				if (this.kept.requireReplace(login, login.withPending(next))) {
					return true;
				}
			}
		}
		catch (TokenCacheException ex) {
			// There it ends with its lease and its lifetime
			return true;
		}
	}

	/**
	 * What a process does when an interval has passed.
	 */
	enum Turn {

		/**
		 * It holds the lease.
		 */
		POLL,

		/**
		 * Another does.
		 */
		WAIT,

		/**
		 * The user has signed in, and the login is in the store.
		 */
		SIGNED_IN,

		/**
		 * The sign-in was ended.
		 */
		ENDED

	}

	/**
	 * A change to the sign-in.
	 */
	@FunctionalInterface
	private interface Change {

		@Nullable PendingSignIn apply(PendingSignIn pending, Instant now);

	}

}
