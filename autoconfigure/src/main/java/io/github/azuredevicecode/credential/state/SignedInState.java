package io.github.azuredevicecode.credential.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.CredentialEventPublisher;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.Guard;
import io.github.azuredevicecode.concurrent.Moment;
import io.github.azuredevicecode.concurrent.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two logins of a credential, one for each mode: who is signed in, in memory and in
 * the store, and the access tokens. Thread safe; no method blocks.
 */
public final class SignedInState {

	private static final Logger logger = LoggerFactory.getLogger(SignedInState.class);

	private static final List<LoginMode> MODES = List.of(LoginMode.STANDARD, LoginMode.CONTINUOUS_ACCESS_EVALUATION);

	private static final Duration WATCH_RETRY = Duration.ofSeconds(30);

	private final CacheSettings settings;

	private final boolean shared;

	private final CredentialExecutor executor;

	private final AccessTokenTable table;

	private final CredentialEventPublisher events;

	private final TimeSource time;

	private final StoreClock clock;

	private final StoreAvailability availability;

	private final ModeLogin standard;

	private final ModeLogin cae;

	private final AtomicBoolean watching = new AtomicBoolean();

	private final Set<LoginMode> unwatched = ConcurrentHashMap.newKeySet();

	private final List<TokenCache.Watch> watches = new CopyOnWriteArrayList<>();

	private volatile Consumer<LoginMode> onChange = (mode) -> {
	};

	private volatile LoginMode lastSignedIn = LoginMode.STANDARD;

	private volatile boolean closed;

	/**
	 * Creates the state of a credential.
	 * @param settings where the logins are kept
	 * @param store the store, measured if the credential is
	 * @param expectedUser tells whether a user may be the one of the credential
	 * @param table the access tokens
	 * @param events tells the listener what happens
	 * @param executor runs accesses to the store
	 * @param time the clocks and timer
	 * @param random names logins, and spreads probes
	 */
	public SignedInState(CacheSettings settings, TokenCache store, Predicate<AuthenticationRecord> expectedUser,
			AccessTokenTable table, CredentialEventPublisher events, CredentialExecutor executor, TimeSource time,
			RandomGenerator random) {
		this.settings = settings;
		this.shared = store.isShared();
		this.table = table;
		this.events = events;
		this.executor = executor;
		this.time = time;
		this.clock = new StoreClock(time, this.shared);
		this.availability = new StoreAvailability(executor, time, random, events, this::synchronize);
		StoreAccess access = new StoreAccess(executor, time, settings.timeout(), settings.inMemory(),
				this.availability);
		this.standard = login(LoginMode.STANDARD, store, expectedUser, access, random);
		this.cae = login(LoginMode.CONTINUOUS_ACCESS_EVALUATION, store, expectedUser, access, random);
	}

	private ModeLogin login(LoginMode mode, TokenCache store, Predicate<AuthenticationRecord> expectedUser,
			StoreAccess access, RandomGenerator random) {
		LoginCell cell = new LoginCell(mode, this.settings.authenticationRecord(), this.table, expectedUser,
				() -> new UUID(random.nextLong(), random.nextLong()).toString(), this.events, this.time, this.clock);
		return new ModeLogin(cell, new StoredLogin(store, this.settings.key().forMode(mode), cell, access,
				this.availability, this.time, this.clock));
	}

	private ModeLogin login(LoginMode mode) {
		return mode.isCae() ? this.cae : this.standard;
	}

	/**
	 * Returns the login of a mode, to be shared with other processes.
	 * @param mode the mode
	 * @return the login, or {@code null} if it is of this process alone
	 */
	public @Nullable StoredLogin shared(LoginMode mode) {
		return this.shared ? login(mode).stored : null;
	}

	/**
	 * Returns who is signed in as far as this process knows.
	 * @return the user who signed in last, or {@code null}
	 */
	public @Nullable AuthenticationRecord user() {
		LoginMode last = this.lastSignedIn;
		AuthenticationRecord user = login(last).cell.user();
		return (user != null) ? user
				: login(last.isCae() ? LoginMode.STANDARD : LoginMode.CONTINUOUS_ACCESS_EVALUATION).cell.user();
	}

	/**
	 * Looks into the store for a user, unless one is known.
	 * @return a future that completes when {@link #user()} is up to date, also if the
	 * store cannot be used
	 */
	public CompletableFuture<?> lookForUser() {
		if (user() != null || !this.shared || !this.availability.isAvailable()) {
			return CompletableFuture.completedFuture(null);
		}
		return CompletableFuture.allOf(this.standard.stored.load(), this.cae.stored.load()).handle((done, failure) -> {
			if (failure != null) {
				logger.debug("Cannot read who is signed in", failure);
			}
			return null;
		});
	}

	/**
	 * Listens for changes by other processes, from the first call on.
	 * @param onChange called with the mode that may have changed
	 */
	public void watch(Consumer<LoginMode> onChange) {
		if (!this.shared || !this.watching.compareAndSet(false, true)) {
			return;
		}
		this.onChange = onChange;
		MODES.forEach((mode) -> this.executor.execute(() -> watch(mode), (failure) -> watchLater(mode, failure)));
	}

	private void watch(LoginMode mode) {
		this.watches.add(login(mode).stored.watch(() -> this.onChange.accept(mode)));
		if (this.closed) {
			close();
		}
		else if (this.unwatched.remove(mode)) {
			this.onChange.accept(mode);
		}
	}

	private void watchLater(LoginMode mode, Throwable failure) {
		if (this.closed) {
			return;
		}
		if (this.unwatched.add(mode) && this.unwatched.size() == 1) {
			this.events.log()
				.warn("Cannot watch the token cache; retrying. Changes by other processes are noticed late.")
				.problem((failure instanceof TokenCacheException) ? failure.getMessage() : failure.toString())
				.log();
		}
		this.executor.retry(this.time, WATCH_RETRY, () -> watch(mode), (again) -> watchLater(mode, again));
	}

	public void close() {
		this.closed = true;
		this.availability.close();
		this.watches.forEach((watch) -> Guard.run("The end of a watch", watch::close));
	}

	// The end of an outage: others may have changed the logins meanwhile
	private CompletableFuture<?> synchronize() {
		return CompletableFuture.allOf(this.standard.stored.synchronize(true), this.cae.stored.synchronize(true))
			.thenRun(() -> MODES.forEach((mode) -> this.onChange.accept(mode)));
	}

	/**
	 * Reads a login, and takes over what other processes have done to it.
	 * @param mode the mode
	 * @return the login and the account whose tokens are to be used; fails with a
	 * {@link io.github.azuredevicecode.TokenCacheException} if the store was never
	 * reached
	 */
	public CompletableFuture<SignedInLogin> load(LoginMode mode) {
		ModeLogin login = login(mode);
		return login.stored.load().thenApply((loaded) -> login.cell.signedIn(this.settings.key().tenantId()));
	}

	/**
	 * Returns a login as this process knows it.
	 * @param mode the mode
	 * @return the login and the account whose tokens are to be used
	 */
	public SignedInLogin known(LoginMode mode) {
		return login(mode).cell.signedIn(this.settings.key().tenantId());
	}

	/**
	 * Translates the times of a token that was found in a login.
	 * @param stored the token, with times by the clock of the store
	 * @param life how long it lives at most, whatever the clocks say, or {@code null}
	 * @param knownSince from when on that counts
	 * @return the token, with times by the wall clock of this process
	 */
	public AccessToken toLocalTime(AccessToken stored, @Nullable Duration life, Moment knownSince) {
		Instant refreshAt = stored.refreshAt();
		Instant expiresAt = this.clock.toLocal(stored.expiresAt());
		Instant latest = (life != null) ? this.time.instant().minus(knownSince.age(this.time)).plus(life) : expiresAt;
		return new AccessToken(stored.value(), expiresAt.isBefore(latest) ? expiresAt : latest,
				(refreshAt != null) ? this.clock.toLocal(refreshAt) : null, stored.tokenType(), stored.scopes());
	}

	/**
	 * Keeps a refreshed login and its token.
	 * @param from the login that was refreshed
	 * @param merge adds the new tokens, from their time by the clock of the store, to
	 * those of a login
	 * @param issuedAt from when on the lifetimes of the new tokens count
	 * @param key the request of the token
	 * @param token the token
	 * @return whether they were kept; if not, the login has changed meanwhile
	 */
	public CompletableFuture<Boolean> refreshed(CachedLogin from, BiFunction<String, Instant, String> merge,
			Moment issuedAt, TokenRequest key, AccessToken token) {
		return told(login(key.mode()).stored.change(new LoginChange.Refreshed(from, merge, issuedAt.age(this.time)),
				holding(key, token)), token);
	}

	/**
	 * Puts a token of a login into the table.
	 * @param from the login
	 * @param key the request of the token
	 * @param token the token
	 * @return whether it can be used; if not, the login has changed meanwhile, or the
	 * token was used for its whole life although the wall clock tells otherwise
	 */
	public boolean found(CachedLogin from, TokenRequest key, AccessToken token) {
		boolean current = login(key.mode()).cell.hold(from, holding(key, token)) && this.table.slot(key, key).isValid();
		if (current) {
			this.events.tokenAcquired(user(), token.expiresAt());
		}
		return current;
	}

	/**
	 * Keeps a new login and its token, and forgets what was there before.
	 * @param from the login that the sign-in began with
	 * @param tokenCache makes the tokens of the login from their time by the clock of the
	 * store
	 * @param user who signed in
	 * @param issuedAt from when on the lifetimes of the tokens count
	 * @param key the request of the token
	 * @param token the token
	 * @return whether they were kept; if not, somebody signed out or in meanwhile
	 */
	public CompletableFuture<Boolean> signedIn(CachedLogin from, Function<Instant, String> tokenCache,
			AuthenticationRecord user, Moment issuedAt, TokenRequest key, AccessToken token) {
		return told(login(key.mode()).stored
			.change(new LoginChange.SignedIn(from, tokenCache, user, issuedAt.age(this.time)), holding(key, token))
			.thenApply((kept) -> {
				if (kept) {
					this.lastSignedIn = key.mode();
				}
				return kept;
			}), token);
	}

	/**
	 * Ends a sign-in for all processes, as soon as the store can be used.
	 * @param mode the mode
	 * @param attemptId the attempt
	 * @return a future that completes when that is done or noted
	 */
	public CompletableFuture<?> withdraw(LoginMode mode, String attemptId) {
		return login(mode).stored.change(new LoginChange.Withdrawn(attemptId), () -> {
		});
	}

	// The store may take its time, and the wall clock may be set meanwhile
	private Runnable holding(TokenRequest key, AccessToken token) {
		Moment asOf = Moment.now(this.time);
		return () -> this.table.slot(key, key).hold(token, asOf.instant().plus(asOf.age(this.time)));
	}

	private CompletableFuture<Boolean> told(CompletableFuture<Boolean> change, AccessToken token) {
		CompletableFuture<Boolean> told = new CompletableFuture<>();
		change.whenComplete((kept, failure) -> {
			if (failure != null) {
				told.completeExceptionally(Futures.unwrap(failure));
			}
			else if (!kept) {
				told.complete(false);
			}
			else {
				Guard.runBefore("A listener", this.executor, this.time,
						() -> this.events.tokenAcquired(user(), token.expiresAt()), () -> told.complete(true));
			}
		});
		return told;
	}

	/**
	 * Forgets the user at once, in memory.
	 * @return who was signed in, or {@code null}
	 */
	public @Nullable AuthenticationRecord signOut() {
		AuthenticationRecord before = user();
		this.standard.cell.signOut();
		this.cae.cell.signOut();
		return before;
	}

	/**
	 * Writes a sign-out to the store.
	 * @return a future that fails with a
	 * {@link io.github.azuredevicecode.TokenCacheException} if the store cannot be used,
	 * which is told as soon as it is back
	 */
	public CompletableFuture<Void> saveSignOut() {
		return CompletableFuture.allOf(this.standard.stored.synchronize(false), this.cae.stored.synchronize(false));
	}

	/**
	 * One of the two logins of a credential.
	 *
	 * @param cell the login in memory
	 * @param stored the login in the store
	 */
	private record ModeLogin(LoginCell cell, StoredLogin stored) {
	}

}
