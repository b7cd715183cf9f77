package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.concurrent.Cancellable;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.Guard;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.credential.state.SignedInState;

/**
 * Lets one refresh of a login happen at a time, since a refresh token may be one that can
 * be used once: in this process by a queue, among all that share the login by a
 * {@linkplain RefreshLeases lease}. Thread safe.
 */
final class RefreshTurns {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	// A service that hangs must not hold up all who wait behind one refresh
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final RefreshLeases leases;

	private final CredentialExecutor executor;

	private final TimeSource time;

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
		this.leases = new RefreshLeases(logins, executor, time, random);
		this.executor = executor;
		this.time = time;
	}

	/**
	 * Returns the turns of all processes that share the logins.
	 * @return the leases
	 */
	RefreshLeases leases() {
		return this.leases;
	}

	/**
	 * Waits for the turn of this process's next refresh, and does it.
	 * @param <T> the type of the result
	 * @param mode the login
	 * @param refresh does the refresh. When the service has refused it, it waits for what
	 * it is given: that no other refresh may bring tokens any more, here or in another
	 * process, which has used the refresh token of the login before
	 * @return the result; cancelled to give up
	 */
	<T> CompletableFuture<T> next(LoginMode mode,
			Function<Function<CachedLogin, CompletableFuture<?>>, CompletableFuture<T>> refresh) {
		Turn<T> turn = new Turn<>((self) -> {
			synchronized (this) {
				promising(mode).add(self);
			}
			return refresh.apply(
					(refused) -> Futures.compose(others(mode, self), (settled) -> this.leases.others(mode, refused)));
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
			Cancellable limit = this.executor.schedule(this.time, LIMIT, () -> settled.complete(false),
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
