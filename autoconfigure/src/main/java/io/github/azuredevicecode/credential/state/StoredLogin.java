package io.github.azuredevicecode.credential.state;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * One login in the store. Each change is made by a bounded compare-and-set loop. While
 * the store cannot be used, changes are made in memory and written as soon as it is back.
 * Thread safe; no method blocks.
 */
public final class StoredLogin {

	private static final int MOST_TRIES = 32;

	private final TokenCache store;

	private final CachedLoginKey key;

	private final LoginCell cell;

	private final StoreAccess access;

	private final StoreAvailability availability;

	private final TimeSource time;

	private final StoreClock clock;

	private final SharedRun<Void> loads = new SharedRun<>();

	private final SharedRun<Void> flushes = new SharedRun<>();

	private final AtomicBoolean retrying = new AtomicBoolean();

	// The store may be one that can be read and not written
	private volatile boolean unwritable;

	StoredLogin(TokenCache store, CachedLoginKey key, LoginCell cell, StoreAccess access,
			StoreAvailability availability, TimeSource time, StoreClock clock) {
		this.store = store;
		this.key = key;
		this.cell = cell;
		this.access = access;
		this.availability = availability;
		this.time = time;
		this.clock = clock;
	}

	/**
	 * Reads the login, and takes over what other processes have done to it.
	 * @return the login, as this process knows it if the store cannot be used; fails with
	 * a {@link TokenCacheException} if the store was never read
	 */
	CompletableFuture<CachedLogin> load() {
		return synchronize(false).handle((done, failure) -> {
			LoginState state = this.cell.state();
			boolean unread = state instanceof LoginState.Unread
					|| (state instanceof LoginState.Adrift adrift && adrift.base() == null);
			if (failure != null && (unread || this.access.isClosed(failure))) {
				throw asRuntimeException(failure);
			}
			return state.login();
		});
	}

	/**
	 * Brings memory and store together: writes what is to be written, or else reads.
	 * @param probe whether to try although the store is known to be out of reach
	 * @return a future that fails if the store cannot be used
	 */
	CompletableFuture<Void> synchronize(boolean probe) {
		TokenCacheException outage = probe ? null : this.availability.refusal();
		if (outage != null) {
			this.cell.defer();
			return CompletableFuture.failedFuture(outage);
		}
		if (this.cell.state() instanceof LoginState.Adrift) {
			return flush();
		}
		return (probe && this.unwritable) ? touch() : this.loads.join(this::read);
	}

	private CompletableFuture<Void> touch() {
		return this.<Boolean>decideAnyway((stored, now) -> new Decided<>(stored.atVersion(stored.version() + 1), true))
			.thenApply((written) -> null);
	}

	private CompletableFuture<Void> read() {
		return this.access.run(this::loadStored)
			.whenComplete((stored, failure) -> retryIfRefused(failure))
			.thenCompose((stored) -> (this.cell.state() instanceof LoginState.Adrift) ? flush()
					: CompletableFuture.completedFuture(null));
	}

	private CompletableFuture<Void> flush() {
		return this.flushes.join(() -> (this.cell.state() instanceof LoginState.Adrift adrift) ? write(adrift)
				: CompletableFuture.completedFuture(null));
	}

	private CompletableFuture<Void> write(LoginState.Adrift adrift) {
		return this.access.run(() -> {
			Decided<LoginState.Replay> written = compareAndSet(null, (stored) -> {
				LoginState.Replay replay = adrift.replayOn(stored, this.clock::at);
				return new Decided<>(replay.login(), replay);
			});
			// Here, since it holds although the access may have taken too long
			this.cell.flushed(adrift, written.login(), written.result().complete());
			return written;
		}).whenComplete((written, failure) -> {
			if (failure != null) {
				this.cell.defer();
			}
		}).thenApply((written) -> null);
	}

	/**
	 * Makes a change, in memory alone if the store cannot be used.
	 * @param change the change
	 * @param hold puts the token of the change into the table
	 * @return whether the change was made; if not, it does not hold any more
	 */
	CompletableFuture<Boolean> change(LoginChange change, Runnable hold) {
		LoginState before = this.cell.state();
		long madeAt = this.time.nanoTime();
		if (before instanceof LoginState.Adrift || this.availability.refusal() != null) {
			return keep(change, madeAt, hold);
		}
		this.cell.beginWrite(change);
		return this.access.run(() -> this.<Boolean>compareAndSet(before.login(), (stored) -> {
			CachedLogin next = change.applyTo(stored, () -> this.clock.at(madeAt));
			return new Decided<>((next != null) ? next : stored, next != null);
		})).handle((written, failure) -> {
			try {
				return accept(change, madeAt, hold, before, written, failure);
			}
			finally {
				this.cell.endWrite(change);
			}
		});
	}

	private CompletableFuture<Boolean> keep(LoginChange change, long madeAt, Runnable hold) {
		if (!this.cell.keep(change, madeAt, hold)) {
			return CompletableFuture.completedFuture(false);
		}
		CachedLogin kept = this.cell.state().login();
		return synchronize(false).handle((done, failure) -> this.cell.state().login().isSameLoginAs(kept));
	}

	private boolean accept(LoginChange change, long madeAt, Runnable hold, LoginState before,
			@Nullable Decided<Boolean> written, @Nullable Throwable failure) {
		if (written == null) {
			if (failure != null && this.access.isClosed(failure)) {
				throw asRuntimeException(failure);
			}
			retryIfRefused(failure);
			return this.cell.keep(change, madeAt, hold);
		}
		if (written.result()) {
			return this.cell.written(before, written.login(), hold);
		}
		this.cell.read(before, written.login());
		return false;
	}

	// No outage has begun, at the end of which it would be done
	private void retryLater() {
		if (this.retrying.compareAndSet(false, true)) {
			this.access.retry(() -> {
				this.retrying.set(false);
				synchronize(true).whenComplete((done, failure) -> retryIfRefused(failure));
			});
		}
	}

	private void retryIfRefused(@Nullable Throwable failure) {
		if (failure != null && Futures.unwrap(failure) instanceof RejectedExecutionException
				&& !this.access.isClosed(failure)) {
			retryLater();
		}
	}

	/**
	 * Returns whether the store can be used, as far as is known.
	 * @return whether there is no outage
	 */
	public boolean isReachable() {
		return this.availability.isAvailable();
	}

	/**
	 * Decides on the login as it is in the store, by the clock of the store, and writes
	 * the decision.
	 * @param <T> the type of the result
	 * @param decision decides from the login and the time; called again if another
	 * process was faster to write
	 * @return the login in the store and the result; fails with a
	 * {@link TokenCacheException} if the store cannot be used
	 */
	public <T> CompletableFuture<Decided<T>> decide(BiFunction<CachedLogin, Instant, Decided<T>> decision) {
		TokenCacheException outage = this.availability.refusal();
		return (outage != null) ? CompletableFuture.failedFuture(outage) : decideAnyway(decision);
	}

	private <T> CompletableFuture<Decided<T>> decideAnyway(BiFunction<CachedLogin, Instant, Decided<T>> decision) {
		LoginState before = this.cell.state();
		return this.access.run(() -> this.<T>compareAndSet(null, (stored) -> decision.apply(stored, this.store.now())))
			.thenApply((written) -> {
				this.cell.read(before, written.login());
				return written;
			});
	}

	// Runs on a thread of the executor, within the time limit of one access
	private <T> Decided<T> compareAndSet(@Nullable CachedLogin known, Function<CachedLogin, Decided<T>> decision) {
		for (int i = 0; i < MOST_TRIES; i++) {
			CachedLogin stored = (known != null && i == 0) ? known : loadStored();
			Decided<T> decided = decision.apply(stored);
			if (decided.login() == stored) {
				if (stored == known) {
					// What this process knows may be old
					continue;
				}
				return new Decided<>(stored, decided.result());
			}
			CachedLogin next = this.cell.named(decided.login());
			if (replace(stored, next)) {
				return new Decided<>(next, decided.result());
			}
		}
		throw new TokenCacheException("The token cache refused " + MOST_TRIES + " writes of one login in a row", null);
	}

	private CachedLogin loadStored() {
		if (this.clock.isStale()) {
			this.clock.observe(this.store::now);
		}
		LoginState before = this.cell.state();
		CachedLogin stored = this.store.load(this.key);
		// At once, also where what follows fails: it may be that the user has signed out
		if (!this.cell.read(before, stored)) {
			before = this.cell.state();
			stored = this.store.load(this.key);
			this.cell.read(before, stored);
		}
		return stored;
	}

	private boolean replace(CachedLogin stored, CachedLogin next) {
		this.unwritable = true;
		boolean replaced = this.store.replace(this.key, stored, next);
		this.unwritable = false;
		return replaced;
	}

	TokenCache.Watch watch(Runnable onChange) {
		return this.access.call(() -> this.store.watch(this.key, onChange));
	}

	private static RuntimeException asRuntimeException(Throwable failure) {
		return (Futures.unwrap(failure) instanceof RuntimeException exception) ? exception
				: new IllegalStateException(failure);
	}

	/**
	 * A login and what was decided on it.
	 *
	 * @param <T> the type of the result
	 * @param login the login to write, the stored one if there is nothing to write; and
	 * then the login that is in the store
	 * @param result the result
	 */
	public record Decided<T>(CachedLogin login, T result) {
	}

}
