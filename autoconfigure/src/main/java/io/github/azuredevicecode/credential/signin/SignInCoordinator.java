package io.github.azuredevicecode.credential.signin;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.CredentialUnavailableException;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.PendingSignIn;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.Guard;
import io.github.azuredevicecode.concurrent.SingleFlight;
import io.github.azuredevicecode.credential.state.SignedInState;
import io.github.azuredevicecode.credential.state.StoredLoginView;
import io.github.azuredevicecode.entra.AuthenticationFailures;
import io.github.azuredevicecode.entra.TenantResolver;
import io.github.azuredevicecode.entra.TokenResponse;
import io.github.azuredevicecode.msal.MsalEngine;
import org.jspecify.annotations.Nullable;

/**
 * Lets one sign-in happen at a time, and keeps what it brings.
 */
public final class SignInCoordinator {

	private final SignedInState logins;

	private final Supplier<MsalEngine> engine;

	private final SignInContext resources;

	private @Nullable Pending pending;

	private volatile String lastAttemptId = "";

	public SignInCoordinator(SignInContext resources, SignedInState logins, Supplier<MsalEngine> engine) {
		this.logins = logins;
		this.engine = engine;
		this.resources = resources;
	}

	/**
	 * Wait for the sign-in that is under way or, if there is none, start one.
	 * @param request what to ask the user to grant, with the tenant it goes to
	 * @return the wait
	 */
	public Ticket join(TokenRequest request) {
		Pending fresh = new Pending(request);
		CompletableFuture<SignedIn> waiter = fresh.flight.join();
		if (waiter == null) {
			throw new IllegalStateException("A flight cannot end before it has begun");
		}
		synchronized (this) {
			Pending current = this.pending;
			CompletableFuture<SignedIn> joined = (current != null) ? current.flight.join() : null;
			if (current != null && joined != null) {
				return new Ticket(current.request, joined);
			}
			this.pending = fresh;
		}
		start(fresh);
		return new Ticket(request, waiter);
	}

	private void start(Pending fresh) {
		fresh.signIn.measure();
		this.resources.executor()
			.execute(fresh::start,
					(failure) -> fresh.flight.fail((failure instanceof RejectedExecutionException)
							? new CredentialUnavailableException("The credential is closed", null, failure)
							: AuthenticationFailures.of(failure)));
	}

	/**
	 * End the sign-in that is under way.
	 * @param reason why
	 */
	public void cancel(String reason) {
		Pending current = current();
		if (current != null) {
			current.signIn.cancel(reason);
		}
	}

	/**
	 * End the sign-in that is under way, here and in all processes that share it.
	 * @param reason why
	 * @return whether there was one
	 */
	public boolean cancelForAll(String reason) {
		Pending current = current();
		return current != null && current.signIn.cancelForAll(reason);
	}

	/**
	 * Show a new code in the sign-in that is under way.
	 * @return whether there is one that shows a code
	 */
	public boolean renew() {
		Pending current = current();
		return current != null && current.signIn.renew();
	}

	private synchronized @Nullable Pending current() {
		return this.pending;
	}

	/**
	 * Look what another process has done to a login: show the code that it shows, and end
	 * the wait for a sign-in that has ended there.
	 * @param login the login
	 * @param mode its mode
	 */
	public void changed(CachedLogin login, LoginMode mode) {
		Pending current = current();
		if (current != null) {
			current.signIn.look();
			return;
		}
		PendingSignIn shown = login.pending();
		if (shown != null && !shown.deviceCode().isEmpty() && !shown.attemptId().equals(this.lastAttemptId)) {
			join(request(shown, mode));
		}
	}

	static TokenRequest request(PendingSignIn pending, LoginMode mode) {
		TokenRequest request = TokenRequest.of(pending.scopes()).withTenantId(pending.tenantId()).withCae(mode.isCae());
		String claims = pending.claims();
		return (claims != null) ? request.withClaims(claims) : request;
	}

	private synchronized void clear(Pending ended) {
		// What was given up here is not taken up again because others go on with it
		this.lastAttemptId = ended.signIn.attemptId();
		if (this.pending == ended) {
			this.pending = null;
		}
	}

	/**
	 * A wait for a sign-in.
	 *
	 * @param request what the user is asked to grant
	 * @param signedIn what it brings; cancelled to give up
	 */
	public record Ticket(TokenRequest request, CompletableFuture<SignedIn> signedIn) {
	}

	/**
	 * What a sign-in has brought.
	 *
	 * @param request what the user has granted
	 * @param token the token for that, or {@code null} if it is to be taken from the
	 * login
	 * @param authenticationRecord who signed in
	 */
	public record SignedIn(TokenRequest request, @Nullable AccessToken token,
			AuthenticationRecord authenticationRecord) {
	}

	/**
	 * The sign-in that is under way.
	 */
	private final class Pending {

		private final TokenRequest request;

		private final @Nullable SignInLease shared;

		private final SignInAttempt signIn;

		private final SingleFlight<SignedIn> flight;

		private long generation;

		Pending(TokenRequest request) {
			this.request = request;
			StoredLoginView kept = SignInCoordinator.this.logins.shared(request.mode());
			this.shared = (kept != null) ? new SignInLease(kept) : null;
			this.signIn = new SignInAttempt(request, SignInCoordinator.this.resources, this.shared);
			this.flight = new SingleFlight<>(this::ended,
					() -> this.signIn.cancel("The sign-in was cancelled: nobody waits for it any more"),
					SignInCoordinator.this.resources.executor());
		}

		private void ended(@Nullable Throwable failure) {
			clear(this);
			this.signIn.endMeasure(failure);
		}

		void start() {
			if (this.shared == null) {
				this.generation = this.signIn.within(() -> SignInCoordinator.this.logins.load(this.request.mode()))
					.generation();
			}
			this.signIn.result().whenComplete((result, failure) -> {
				if (failure != null) {
					this.flight.fail(failure);
				}
				else {
					Guard.run(() -> keep(result), this::failed);
				}
			});
			this.signIn.start();
		}

		private void keep(SignInAttempt.Result result) {
			SignedIn signedIn = this.signIn.within(() -> store(result));
			SignInCoordinator.this.resources.events()
				.authenticated(this.signIn.attemptId(), signedIn.authenticationRecord());
			this.flight.complete(signedIn);
		}

		private void failed(Throwable cause) {
			ClientAuthenticationException failure = AuthenticationFailures.of(cause);
			if (this.shared != null) {
				// The code is spent
				Guard.run("The withdrawal of a sign-in", () -> this.signIn.within(this.shared::withdraw));
			}
			SignInCoordinator.this.resources.events().failed(this.signIn.attemptId(), failure);
			this.flight.fail(failure);
		}

		private SignedIn store(SignInAttempt.Result result) {
			TokenResponse answer = result.answer();
			AuthenticationRecord record = result.authenticationRecord();
			if (answer == null || record == null) {
				return fromLogin(result.request());
			}
			TokenRequest request = result.request();
			Instant now = SignInCoordinator.this.resources.time().instant();
			AccessToken token = answer.toAccessToken(request.scopes(), now);
			String tokenCache = SignInCoordinator.this.engine.get()
				.acceptSignIn(TenantResolver.resolved(request), request.scopes(), answer);
			long from = (this.shared != null) ? this.shared.generation() : this.generation;
			if (!SignInCoordinator.this.logins.signedIn(from, tokenCache, record, request.withoutClaims(), token,
					now)) {
				if (this.shared != null && this.shared.look() == SignInLease.Turn.SIGNED_IN) {
					return fromLogin(request);
				}
				throw new SignInCancelledException("The credential was signed out during the sign-in");
			}
			return new SignedIn(request, token, record);
		}

		private SignedIn fromLogin(TokenRequest request) {
			AuthenticationRecord record = SignInCoordinator.this.logins.load(request.mode()).authenticationRecord();
			if (record == null) {
				throw new SignInCancelledException("The user was signed out as soon as the sign-in had ended");
			}
			AuthenticationRecords.requireExpected(record, SignInCoordinator.this.resources.policy());
			return new SignedIn(request, null, record);
		}

	}

}
