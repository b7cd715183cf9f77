package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.RefreshLease;
import io.github.azuredevicecode.concurrent.Cancellable;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.Guard;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.credential.state.SignedInState;
import io.github.azuredevicecode.credential.state.StoredLogin;
import io.github.azuredevicecode.credential.state.StoredLogin.Decided;
import org.jspecify.annotations.Nullable;

/**
 * Lets one refresh of a login happen at a time: in this process by a queue, among all
 * that share the login by a short lease in the store, since a refresh token may be one
 * that can be used once. The lease never blocks for long: without the store, or when its
 * owner does not return, a refresh begins without it. Thread safe.
 */
final class RefreshTurns {

	private static final Duration LEASE = Duration.ofSeconds(20);

	private static final Duration PAUSE = Duration.ofMillis(500);

	// A service that hangs must not hold up all who wait behind one refresh
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final SignedInState logins;

	private final CredentialExecutor executor;

	private final TimeSource time;

	private final RandomGenerator random;

	private final String owner;

	// The one that others wait for
	private final Map<LoginMode, Turn<?>> underWay = new EnumMap<>(LoginMode.class);

	// When a turn has ended last, since many that are quick may wait for longer than one
	// that hangs
	private final Map<LoginMode, Long> progress = new EnumMap<>(LoginMode.class);

	private final Map<LoginMode, Set<Turn<?>>> waiting = new EnumMap<>(LoginMode.class);

	// Those that may still bring tokens, more than one where one has overtaken another
	private final Map<LoginMode, Set<Turn<?>>> promising = new EnumMap<>(LoginMode.class);

	// Complete when none of them may any more
	private final Map<LoginMode, CompletableFuture<Boolean>> hopes = new EnumMap<>(LoginMode.class);

	RefreshTurns(SignedInState logins, CredentialExecutor executor, TimeSource time, RandomGenerator random) {
		this.logins = logins;
		this.executor = executor;
		this.time = time;
		this.random = random;
		this.owner = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
	}

	/**
	 * Waits for the turn of this process's next refresh, and does it.
	 * @param <T> the type of the result
	 * @param mode the login
	 * @param refresh does the refresh. When the service has refused it, it waits for what
	 * it is given: that no other refresh of this process may bring tokens any more, which
	 * has used the refresh token before
	 * @return the result; cancelled to give up
	 */
	<T> CompletableFuture<T> next(LoginMode mode,
			Function<Supplier<CompletableFuture<Boolean>>, CompletableFuture<T>> refresh) {
		Turn<T> turn = new Turn<>((self) -> {
			synchronized (this) {
				promising(mode).add(self);
			}
			return refresh.apply(() -> others(mode, self));
		});
		boolean first;
		synchronized (this) {
			first = this.underWay.putIfAbsent(mode, turn) == null;
			if (first) {
				this.progress.put(mode, this.time.nanoTime());
			}
			else {
				waiting(mode).add(turn);
			}
		}
		turn.result.whenComplete((done, failure) -> ended(mode, turn));
		if (first) {
			turn.begin();
		}
		else {
			beginAfter(PATIENCE, mode, turn);
		}
		return turn.result;
	}

	private void beginAfter(Duration patience, LoginMode mode, Turn<?> turn) {
		turn.patience = this.executor.schedule(this.time, patience, () -> beginUnlessQueueMoves(mode, turn),
				turn.result::completeExceptionally);
	}

	private Set<Turn<?>> waiting(LoginMode mode) {
		return this.waiting.computeIfAbsent(mode, (name) -> new LinkedHashSet<>());
	}

	private Set<Turn<?>> promising(LoginMode mode) {
		return this.promising.computeIfAbsent(mode, (name) -> new LinkedHashSet<>());
	}

	private CompletableFuture<Boolean> others(LoginMode mode, Turn<?> refused) {
		CompletableFuture<Boolean> hope;
		synchronized (this) {
			hope = this.hopes.computeIfAbsent(mode, (name) -> new CompletableFuture<>());
		}
		// The limit of one does not end the wait of another
		CompletableFuture<Boolean> settled = hope.copy();
		settle(mode, refused);
		if (!settled.isDone()) {
			Cancellable limit = this.executor.schedule(this.time, LEASE, () -> settled.complete(false),
					(refusal) -> settled.complete(false));
			settled.whenComplete((done, failure) -> limit.cancel());
		}
		return settled;
	}

	private void settle(LoginMode mode, Turn<?> turn) {
		CompletableFuture<Boolean> hope = null;
		synchronized (this) {
			promising(mode).remove(turn);
			if (promising(mode).isEmpty()) {
				hope = this.hopes.remove(mode);
			}
		}
		if (hope != null) {
			hope.complete(true);
		}
	}

	private void beginUnlessQueueMoves(LoginMode mode, Turn<?> turn) {
		Duration left;
		synchronized (this) {
			if (!waiting(mode).contains(turn)) {
				return;
			}
			long since = this.progress.getOrDefault(mode, this.time.nanoTime());
			left = PATIENCE.minusNanos(this.time.nanoTime() - since);
			if (left.isNegative() || left.isZero()) {
				waiting(mode).remove(turn);
				this.underWay.put(mode, turn);
			}
		}
		if (left.isNegative() || left.isZero()) {
			turn.begin();
		}
		else {
			beginAfter(left, mode, turn);
		}
	}

	// A turn that was given up while it waited does not end the one that is under way
	private void ended(LoginMode mode, Turn<?> turn) {
		turn.patience.cancel();
		settle(mode, turn);
		Turn<?> next = null;
		synchronized (this) {
			if (!waiting(mode).remove(turn)) {
				this.progress.put(mode, this.time.nanoTime());
			}
			if (this.underWay.remove(mode, turn)) {
				Iterator<Turn<?>> waiting = waiting(mode).iterator();
				if (waiting.hasNext()) {
					next = waiting.next();
					waiting.remove();
					this.underWay.put(mode, next);
				}
			}
		}
		if (next != null) {
			next.patience.cancel();
			this.executor.execute(next::begin, next.result::completeExceptionally);
		}
	}

	/**
	 * Waits for the lease of a login.
	 * @param mode the login
	 * @param isDone tells whether another process has done the work meanwhile
	 * @return whether the lease is held, {@code false} if the refresh needs none or has
	 * to do without
	 */
	CompletableFuture<Boolean> lease(LoginMode mode, Predicate<CachedLogin> isDone) {
		StoredLogin shared = this.logins.shared(mode);
		CompletableFuture<Boolean> held = new CompletableFuture<>();
		if (shared == null || !shared.isReachable()) {
			held.complete(false);
		}
		else {
			claim(shared, isDone, this.time.nanoTime(), held);
		}
		return held;
	}

	private void claim(StoredLogin shared, Predicate<CachedLogin> isDone, long begunAt,
			CompletableFuture<Boolean> held) {
		shared.decide((stored, now) -> claim(stored, now, isDone)).whenComplete((decided, failure) -> {
			Claim claim = (decided != null) ? decided.result() : null;
			boolean tooLong = this.time.nanoTime() - begunAt >= LEASE.toNanos();
			if (failure != null && Futures.unwrap(failure) instanceof RejectedExecutionException closed) {
				held.completeExceptionally(closed);
			}
			else if (failure != null || claim == Claim.NEEDLESS || (claim == Claim.OTHERS && tooLong)) {
				held.complete(false);
			}
			else if (claim == Claim.OURS) {
				held.complete(true);
			}
			else if (!held.isDone()) {
				Duration delay = PAUSE.plusMillis(this.random.nextLong(PAUSE.toMillis()));
				this.executor.schedule(this.time, delay, () -> claim(shared, isDone, begunAt, held),
						held::completeExceptionally);
			}
		});
	}

	private Decided<Claim> claim(CachedLogin stored, Instant now, Predicate<CachedLogin> isDone) {
		if (stored.tokenCache().isEmpty() || isDone.test(stored)) {
			return new Decided<>(stored, Claim.NEEDLESS);
		}
		RefreshLease lease = stored.refreshLease();
		if (lease != null && !lease.owner().equals(this.owner) && now.isBefore(lease.until())
		// Set by a clock that was ahead
				&& !lease.until().isAfter(now.plus(LEASE))) {
			return new Decided<>(stored, Claim.OTHERS);
		}
		return new Decided<>(stored.withRefreshLease(new RefreshLease(this.owner, now.plus(LEASE))), Claim.OURS);
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
			RefreshLease lease = stored.refreshLease();
			boolean ours = lease != null && lease.owner().equals(this.owner);
			return new Decided<>(ours ? stored.withRefreshLease(null) : stored, ours);
		}).handle((done, failure) -> null);
	}

	private enum Claim {

		OURS, OTHERS, NEEDLESS

	}

	/**
	 * A refresh that waits for its turn.
	 *
	 * @param <T> the type of the result
	 */
	private static final class Turn<T> {

		private final Function<Turn<T>, CompletableFuture<T>> refresh;

		private final CompletableFuture<T> result = new CompletableFuture<>();

		private final AtomicBoolean begun = new AtomicBoolean();

		private volatile Cancellable patience = () -> {
		};

		Turn(Function<Turn<T>, CompletableFuture<T>> refresh) {
			this.refresh = refresh;
		}

		void begin() {
			if (this.result.isDone() || !this.begun.compareAndSet(false, true)) {
				return;
			}
			Guard.run(() -> {
				CompletableFuture<T> work = this.refresh.apply(this);
				Futures.propagateCancel(this.result, work);
				Futures.forward(work, this.result);
			}, this.result::completeExceptionally);
		}

	}

}
