package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.RefreshLease;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.credential.state.SignedInState;
import io.github.azuredevicecode.credential.state.StoredLogin;
import io.github.azuredevicecode.credential.state.StoredLogin.Decided;
import org.jspecify.annotations.Nullable;

/**
 * Lets one of the processes that share a login refresh it at a time, by a short lease in
 * the store. It never blocks for long: without the store, or when its owner does not
 * return, a refresh begins all the same. Thread safe.
 */
final class RefreshLeases {

	private static final Duration LEASE = Duration.ofSeconds(20);

	private static final Duration PAUSE = Duration.ofMillis(500);

	// The token service may take longer to answer than the lease lasts
	private static final Duration LATENESS = Duration.ofSeconds(30);

	private final SignedInState logins;

	private final CredentialExecutor executor;

	private final TimeSource time;

	private final RandomGenerator random;

	private final String owner;

	// The lease of another process that one of this process has taken the place of
	private final Map<LoginMode, RefreshLease> overtaken = new ConcurrentHashMap<>();

	RefreshLeases(SignedInState logins, CredentialExecutor executor, TimeSource time, RandomGenerator random) {
		this.logins = logins;
		this.executor = executor;
		this.time = time;
		this.random = random;
		this.owner = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
	}

	/**
	 * Waits for the lease of a login.
	 * @param mode the login
	 * @param isDone tells whether another process has done the work meanwhile
	 * @return whether the lease is held, {@code false} if the refresh needs none or has
	 * to do without
	 */
	CompletableFuture<Boolean> claim(LoginMode mode, Predicate<CachedLogin> isDone) {
		StoredLogin shared = this.logins.shared(mode);
		CompletableFuture<Boolean> held = new CompletableFuture<>();
		if (shared == null || !shared.isReachable()) {
			held.complete(false);
		}
		else {
			claim(mode, shared, isDone, this.time.nanoTime(), held);
		}
		return held;
	}

	private void claim(LoginMode mode, StoredLogin shared, Predicate<CachedLogin> isDone, long begunAt,
			CompletableFuture<Boolean> held) {
		boolean patient = this.time.nanoTime() - begunAt < LEASE.toNanos();
		shared.decide((stored, now) -> claim(stored, now, isDone, patient)).whenComplete((decided, failure) -> {
			Claim claim = (decided != null) ? decided.result() : null;
			if (failure != null && Futures.unwrap(failure) instanceof RejectedExecutionException closed) {
				held.completeExceptionally(closed);
			}
			else if (claim == null || claim.kind() == Claim.Kind.NEEDLESS) {
				held.complete(false);
			}
			else if (claim.kind() == Claim.Kind.OURS) {
				this.overtaken.compute(mode, (key, before) -> claim.renews() ? before : claim.overtaken());
				held.complete(true);
			}
			else if (!held.isDone()) {
				again(() -> claim(mode, shared, isDone, begunAt, held), held);
			}
		});
	}

	private Decided<Claim> claim(CachedLogin stored, Instant now, Predicate<CachedLogin> isDone, boolean patient) {
		if (stored.tokenCache().isEmpty() || isDone.test(stored)) {
			return new Decided<>(stored, new Claim(Claim.Kind.NEEDLESS, false, null));
		}
		RefreshLease lease = stored.refreshLease();
		RefreshLease theirs = (lease != null && !isOurs(lease) && !isOfClockAhead(lease, now)) ? lease : null;
		if (theirs != null && patient && now.isBefore(theirs.until())) {
			return new Decided<>(stored, new Claim(Claim.Kind.OTHERS, false, null));
		}
		return new Decided<>(stored.withRefreshLease(new RefreshLease(this.owner, now.plus(LEASE))),
				new Claim(Claim.Kind.OURS, isOurs(lease), theirs));
	}

	private boolean isOurs(@Nullable RefreshLease lease) {
		return lease != null && lease.owner().equals(this.owner);
	}

	private static boolean isOfClockAhead(RefreshLease lease, Instant now) {
		return lease.until().isAfter(now.plus(LEASE));
	}

	private void again(Runnable step, CompletableFuture<?> waiting) {
		Duration delay = PAUSE.plusMillis(this.random.nextLong(PAUSE.toMillis()));
		this.executor.schedule(this.time, delay, step, waiting::completeExceptionally);
	}

	/**
	 * Waits, after a refresh that the service has refused, for the one of another process
	 * that may have used the refresh token before: one whose lease is in the store, or
	 * was when this process got its own, and whose tokens have not come yet. The lease of
	 * this process is given back, so that processes that are refused do not wait for each
	 * other.
	 * @param mode the login
	 * @param refused the login whose refresh token was refused
	 * @return a future that completes when the other refresh has ended or takes too long
	 */
	CompletableFuture<Boolean> others(LoginMode mode, CachedLogin refused) {
		StoredLogin shared = this.logins.shared(mode);
		CompletableFuture<Boolean> settled = new CompletableFuture<>();
		if (shared == null || !shared.isReachable()) {
			settled.complete(false);
		}
		else {
			others(mode, shared, refused, this.time.nanoTime(), settled);
		}
		return settled;
	}

	private void others(LoginMode mode, StoredLogin shared, CachedLogin refused, long begunAt,
			CompletableFuture<Boolean> settled) {
		RefreshLease before = this.overtaken.get(mode);
		boolean patient = this.time.nanoTime() - begunAt < LATENESS.toNanos();
		shared.decide((stored, now) -> giveBack(stored, now, refused, before)).whenComplete((mayBring, failure) -> {
			if (failure != null && Futures.unwrap(failure) instanceof RejectedExecutionException closed) {
				settled.completeExceptionally(closed);
			}
			else if (mayBring == null || !mayBring.result() || !patient) {
				settled.complete(mayBring != null && !mayBring.result());
			}
			else if (!settled.isDone()) {
				if (before != null && before.equals(mayBring.login().refreshLease())) {
					// Once, or two that are refused would wait for each other
					this.overtaken.remove(mode, before);
				}
				again(() -> others(mode, shared, refused, begunAt, settled), settled);
			}
		});
	}

	private Decided<Boolean> giveBack(CachedLogin stored, Instant now, CachedLogin refused,
			@Nullable RefreshLease before) {
		RefreshLease lease = stored.refreshLease();
		RefreshLease theirs = isOurs(lease) ? before : lease;
		boolean mayBring = stored.isSameLoginAs(refused) && stored.tokenCache().equals(refused.tokenCache())
				&& theirs != null && !isOfClockAhead(theirs, now) && now.isBefore(theirs.until().plus(LATENESS));
		return new Decided<>(isOurs(lease) ? stored.withRefreshLease(mayBring ? theirs : null) : stored, mayBring);
	}

	/**
	 * Gives the lease back, after a refresh that has not changed the login.
	 * @param mode the login
	 * @return a future that completes when that is done or cannot be
	 */
	CompletableFuture<@Nullable Void> release(LoginMode mode) {
		StoredLogin shared = this.logins.shared(mode);
		if (shared == null) {
			return CompletableFuture.completedFuture(null);
		}
		return shared.<Boolean>decide((stored, now) -> {
			boolean ours = isOurs(stored.refreshLease());
			return new Decided<>(ours ? stored.withRefreshLease(null) : stored, ours);
		}).handle((done, failure) -> null);
	}

	/**
	 * The answer to a claim.
	 *
	 * @param kind who has the lease
	 * @param renews whether this process had it before
	 * @param overtaken the lease of another process that was not given back, or
	 * {@code null}
	 */
	private record Claim(Kind kind, boolean renews, @Nullable RefreshLease overtaken) {

		private enum Kind {

			OURS, OTHERS, NEEDLESS

		}

	}

}
