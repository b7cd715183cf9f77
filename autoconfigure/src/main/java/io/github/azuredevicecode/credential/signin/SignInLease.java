package io.github.azuredevicecode.credential.signin;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.PendingSignIn;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.CredentialEventPublisher;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.Moment;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.credential.state.SignedInState;
import io.github.azuredevicecode.credential.state.StoredLogin;
import io.github.azuredevicecode.credential.state.StoredLogin.Decided;
import io.github.azuredevicecode.entra.TenantResolver;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that all who use the same store have in common: it is kept with the login, so
 * that there is one code, which each of them shows and which one of them, the owner of a
 * lease, polls with. When the owner is gone another continues with the same code. A
 * process that was paused beyond its lease finds the login changed. Without the store the
 * owner continues alone. Thread safe.
 */
final class SignInLease implements SignInSharing {

	private static final Duration LEAST_LEASE = Duration.ofSeconds(30);

	// For a poll that takes its time
	private static final Duration MARGIN = Duration.ofSeconds(20);

	// After a code has expired, for the answer to the last poll
	private static final Duration LAST_ANSWER = Duration.ofSeconds(10);

	private static final URI NONE = URI.create("");

	private final SignedInState logins;

	private final StoredLogin stored;

	private final LoginMode mode;

	private final CredentialEventPublisher events;

	private final TimeSource time;

	private final String owner;

	private volatile String attemptId = "";

	private volatile CachedLogin from = CachedLogin.NONE;

	private volatile boolean owning;

	private volatile boolean othersMayHavePolled;

	private volatile @Nullable Shown shown;

	private volatile @Nullable PendingSignIn last;

	SignInLease(SignedInState logins, StoredLogin stored, LoginMode mode, SignInContext context, String owner) {
		this.logins = logins;
		this.stored = stored;
		this.mode = mode;
		this.events = context.events();
		this.time = context.time();
		this.owner = owner;
	}

	@Override
	public CompletableFuture<Beginning> join(TokenRequest request, String attemptId, Predicate<CachedLogin> isNeeded) {
		return this.stored.<Beginning>decide((login, now) -> begin(login, now, request, attemptId, isNeeded))
			.thenApply((decided) -> {
				PendingSignIn pending = decided.login().pending();
				this.from = decided.login();
				this.attemptId = (pending != null) ? pending.attemptId() : attemptId;
				this.last = pending;
				this.owning = decided.result() instanceof Beginning.Ask;
				if (decided.result() instanceof Beginning.Show show) {
					joined(show);
					this.othersMayHavePolled = true;
					this.shown = new Shown(show.pending().deviceCode(), null, true);
				}
				return decided.result();
			});
	}

	private void joined(Beginning.Show show) {
		this.events.log()
			.info(show.isAbandoned() ? "Resuming a sign-in that began before a restart or in another process."
					: "Joining a sign-in of another process.")
			.attempt(show.pending().attemptId())
			.log();
	}

	private Decided<Beginning> begin(CachedLogin login, Instant now, TokenRequest request, String attemptId,
			Predicate<CachedLogin> isNeeded) {
		PendingSignIn pending = login.pending();
		if (pending != null && now.isBefore(pending.expiresAt())) {
			return new Decided<>(login,
					pending.deviceCode().isEmpty() ? new Beginning.Wait()
							: new Beginning.Show(pending, Duration.between(now, pending.expiresAt()),
									Moment.now(this.time), !isPolled(pending, now)));
		}
		if (pending != null && isPolled(pending, now) && now.isBefore(pending.expiresAt().plus(LAST_ANSWER))) {
			return new Decided<>(login, new Beginning.Wait());
		}
		if (!isNeeded.test(login)) {
			return new Decided<>(login, new Beginning.Needless(login.authenticationRecord() != null));
		}
		Instant until = now.plus(LEAST_LEASE);
		PendingSignIn claim = new PendingSignIn(attemptId, "", "", NONE, "", until, 0, TenantResolver.resolved(request),
				request.scopes(), request.claims(), this.owner, until);
		return new Decided<>(login.withPending(claim), new Beginning.Ask());
	}

	private static boolean isPolled(PendingSignIn pending, Instant now) {
		return !pending.owner().isEmpty() && now.isBefore(pending.leaseUntil());
	}

	@Override
	public CompletableFuture<Boolean> publish(DeviceAuthorizationResponse authorization) {
		Shown mine = new Shown(authorization.deviceCode(), authorization, false);
		this.shown = mine;
		return withoutStore(this.stored.<Boolean>decide((login, now) -> {
			PendingSignIn pending = login.pending();
			boolean current = look(login) instanceof Turn.Wait && pending != null;
			return new Decided<>((current && pending != null) ? login.withPending(mine(mine, pending, now)) : login,
					current);
		}).thenApply((decided) -> {
			this.owning = decided.result();
			if (decided.result()) {
				published(mine);
			}
			return decided.result();
		}), () -> true);
	}

	private void published(Shown mine) {
		if (this.shown == mine) {
			this.shown = new Shown(mine.deviceCode(), mine.authorization(), true);
		}
	}

	private PendingSignIn mine(Shown mine, PendingSignIn pending, Instant now) {
		DeviceAuthorizationResponse authorization = mine.authorization();
		if (authorization == null) {
			return pending;
		}
		Duration age = authorization.issuedAt().age(this.time);
		Duration interval = (authorization.interval() != null) ? authorization.interval() : Duration.ZERO;
		return new PendingSignIn(pending.attemptId(), authorization.deviceCode(), authorization.userCode(),
				authorization.verificationUri(), authorization.message(), now.plus(authorization.lifetime()).minus(age),
				interval.toSeconds(), pending.tenantId(), pending.scopes(), pending.claims(), this.owner,
				now.plus(lease(interval)));
	}

	private static Duration lease(Duration interval) {
		Duration lease = interval.multipliedBy(2).plus(MARGIN);
		return (lease.compareTo(LEAST_LEASE) > 0) ? lease : LEAST_LEASE;
	}

	@Override
	public CompletableFuture<Turn> turn(Duration interval) {
		return withoutStore(
				this.stored.<Turn>decide((login, now) -> turn(login, now, interval)).thenApply((decided) -> {
					if (!this.owning && decided.result() instanceof Turn.Poll) {
						tookOver();
					}
					this.owning = decided.result() instanceof Turn.Poll;
					PendingSignIn pending = decided.login().pending();
					Shown mine = this.shown;
					if (this.owning) {
						this.from = decided.login();
					}
					if (this.owning && mine != null && pending != null
							&& pending.deviceCode().equals(mine.deviceCode())) {
						published(mine);
					}
					noteOthers(decided);
					return decided.result();
				}), () -> this.owning ? new Turn.Poll(interval) : new Turn.Wait(interval));
	}

	private void tookOver() {
		this.events.log()
			.info("Polling for a sign-in in place of another process, with the same code.")
			.attempt(this.attemptId)
			.log();
	}

	private Decided<Turn> turn(CachedLogin login, Instant now, Duration interval) {
		Turn seen = look(login, now);
		PendingSignIn pending = isEmptied(login) ? this.last : login.pending();
		if (!(seen instanceof Turn.Wait) || pending == null) {
			return new Decided<>(login, seen);
		}
		if (!pending.owner().equals(this.owner) && now.isBefore(pending.leaseUntil())) {
			return new Decided<>(login, seen);
		}
		Shown mine = this.shown;
		PendingSignIn next = (mine != null && !mine.published()) ? mine(mine, pending, now) : pending;
		long seconds = Math.max(next.intervalSeconds(), interval.toSeconds());
		Duration slowest = Duration.ofSeconds(seconds);
		return new Decided<>(
				login.withPending(next.withInterval(seconds).leasedTo(this.owner, now.plus(lease(slowest)))),
				new Turn.Poll(slowest));
	}

	@Override
	public CompletableFuture<Turn> look() {
		if (this.attemptId.isEmpty()) {
			// What is read now may be older than what this process is about to join
			return CompletableFuture.completedFuture(new Turn.Wait(Duration.ZERO));
		}
		return withoutStore(this.stored.<Turn>decide((login, now) -> new Decided<>(login, look(login, now)))
			.thenApply((decided) -> {
				noteOthers(decided);
				return decided.result();
			}), () -> new Turn.Wait(Duration.ZERO));
	}

	private void noteOthers(Decided<Turn> decided) {
		PendingSignIn pending = decided.login().pending();
		this.last = (pending != null) ? pending : this.last;
		if (pending != null && !pending.owner().isEmpty() && !pending.owner().equals(this.owner)) {
			this.othersMayHavePolled = true;
		}
		if (decided.result() instanceof Turn.Show show) {
			this.shown = new Shown(show.pending().deviceCode(), null, true);
		}
	}

	private Turn look(CachedLogin login, Instant now) {
		Turn seen = look(login);
		PendingSignIn pending = login.pending();
		Shown mine = this.shown;
		boolean another = pending != null && mine != null && mine.published() && !pending.deviceCode().isEmpty()
				&& !pending.deviceCode().equals(mine.deviceCode());
		return (seen instanceof Turn.Wait && another && pending != null)
				? new Turn.Show(pending, Duration.between(now, pending.expiresAt()), Moment.now(this.time)) : seen;
	}

	private Turn look(CachedLogin login) {
		PendingSignIn pending = login.pending();
		if (pending != null && pending.attemptId().equals(this.attemptId)) {
			return new Turn.Wait(Duration.ofSeconds(pending.intervalSeconds()));
		}
		if (isEmptied(login)) {
			return new Turn.Wait(Duration.ZERO);
		}
		boolean another = !login.isSameLoginAs(this.from);
		return (another && login.authenticationRecord() != null) ? new Turn.SignedIn() : new Turn.Ended();
	}

	// The entry has gone from the store, which ends nobody's sign-in
	private boolean isEmptied(CachedLogin login) {
		return login.pending() == null && login.authenticationRecord() == null
				&& !login.lineage().equals(this.from.lineage());
	}

	@Override
	public boolean othersMayHavePolled() {
		return this.othersMayHavePolled;
	}

	@Override
	public boolean othersPoll() {
		return this.othersMayHavePolled && !this.owning;
	}

	@Override
	public CachedLogin from() {
		return this.from;
	}

	@Override
	public void release() {
		if (this.owning) {
			this.owning = false;
			this.stored.<Boolean>decide((login, now) -> {
				PendingSignIn pending = login.pending();
				boolean ours = pending != null && pending.owner().equals(this.owner);
				return new Decided<>((ours && pending != null) ? login.withPending(pending.leasedTo("", now)) : login,
						ours);
			});
		}
	}

	@Override
	public void withdraw() {
		this.owning = false;
		this.logins.withdraw(this.mode, this.attemptId);
	}

	private static <T> CompletableFuture<T> withoutStore(CompletableFuture<T> decision, Supplier<T> otherwise) {
		return decision.exceptionally((failure) -> {
			if (Futures.unwrap(failure) instanceof RejectedExecutionException closed) {
				throw closed;
			}
			return otherwise.get();
		});
	}

	/**
	 * The code that this process shows.
	 *
	 * @param deviceCode the device code
	 * @param authorization the answer that brought it, or {@code null} if another process
	 * has it
	 * @param published whether the others know it
	 */
	private record Shown(String deviceCode, @Nullable DeviceAuthorizationResponse authorization, boolean published) {

		@Override
		public String toString() {
			return "Shown[published=" + this.published + "]";
		}

	}

}
