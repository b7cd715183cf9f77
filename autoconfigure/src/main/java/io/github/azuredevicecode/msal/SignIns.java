package io.github.azuredevicecode.msal;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CredentialUnavailableException;
import io.github.azuredevicecode.DeviceCodeCredentialOptions;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.TokenRequest;
import org.jspecify.annotations.Nullable;

/**
 * Lets one sign-in happen at a time, and keeps what it brings.
 */
final class SignIns {

	private final DeviceCodeCredentialOptions options;

	private final Logins logins;

	private final Supplier<MsalEngine> engine;

	private final SignInResources resources;

	private @Nullable Pending pending;

	SignIns(DeviceCodeCredentialOptions options, Logins logins, Supplier<MsalEngine> engine,
			SignInResources resources) {
		this.options = options;
		this.logins = logins;
		this.engine = engine;
		this.resources = resources;
	}

	/**
	 * Wait for the sign-in that is under way or, if there is none, start one.
	 * @param request what to ask the user to grant, with the tenant it goes to
	 * @return the wait
	 */
	Ticket join(TokenRequest request) {
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
		try {
			this.resources.executor().execute(fresh::start);
		}
		catch (RejectedExecutionException ex) {
			clear(fresh);
			throw new CredentialUnavailableException("The credential is closed", null, ex);
		}
	}

	/**
	 * End the sign-in that is under way.
	 * @param reason why
	 */
	void cancel(String reason) {
		Pending current;
		synchronized (this) {
			current = this.pending;
		}
		if (current != null) {
			current.signIn.cancel(reason);
		}
	}

	private synchronized void clear(Pending ended) {
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
	record Ticket(TokenRequest request, CompletableFuture<SignedIn> signedIn) {
	}

	/**
	 * What a sign-in has brought.
	 *
	 * @param token the token for what the user was asked
	 * @param authenticationRecord who signed in
	 */
	record SignedIn(AccessToken token, AuthenticationRecord authenticationRecord) {
	}

	/**
	 * The sign-in that is under way.
	 */
	private final class Pending {

		private final TokenRequest request;

		private final SignIn signIn;

		private final Flight<SignedIn> flight;

		private final long signOutsBefore = SignIns.this.logins.signOuts();

		Pending(TokenRequest request) {
			this.request = request;
			this.signIn = new SignIn(SignIns.this.options, request, SignIns.this.resources);
			this.flight = new Flight<>(() -> clear(this),
					() -> this.signIn.cancel("The sign-in was cancelled: nobody waits for it any more"));
		}

		void start() {
			this.signIn.result().whenComplete((result, failure) -> {
				if (failure != null) {
					this.flight.fail(failure);
				}
				else {
					keep(result);
				}
			});
			this.signIn.start();
		}

		private void keep(SignIn.Result result) {
			SignedIn signedIn;
			try {
				signedIn = store(result);
			}
			catch (RuntimeException ex) {
				SignIns.this.resources.listener().failed(this.signIn.attemptId(), Failures.of(ex));
				this.flight.fail(Failures.of(ex));
				return;
			}
			SignIns.this.resources.listener().authenticated(this.signIn.attemptId(), signedIn.authenticationRecord());
			this.flight.complete(signedIn);
		}

		private SignedIn store(SignIn.Result result) {
			Instant now = SignIns.this.resources.time().instant();
			AccessToken token = SilentTokens.toAccessToken(result.answer(), this.request, now);
			String tokenCache = SignIns.this.engine.get()
				.acceptSignIn(TenantResolver.resolved(this.request), this.request.scopes(), result.answer());
			AuthenticationRecord record = result.authenticationRecord();
			if (!SignIns.this.logins.signedIn(this.signOutsBefore, tokenCache, record, this.request.withoutClaims(),
					token, now)) {
				throw new SignInCancelledException("The credential was signed out during the sign-in");
			}
			return new SignedIn(token, record);
		}

	}

}
