package io.github.azuredevicecode.credential.signin;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.CredentialUnavailableException;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.Guard;
import io.github.azuredevicecode.concurrent.SingleFlight;
import io.github.azuredevicecode.credential.signin.SignInCoordinator.SignedIn;
import io.github.azuredevicecode.credential.state.SignedInState;
import io.github.azuredevicecode.entra.AuthenticationFailures;
import io.github.azuredevicecode.entra.TenantResolver;
import io.github.azuredevicecode.msal.MsalEngine;
import org.jspecify.annotations.Nullable;

/**
 * The sign-in that is under way: those who wait for it, the attempt, and the keeping of
 * its result. Events are published before anyone is released. Thread safe.
 */
final class ActiveSignIn {

	private final TokenRequest request;

	private final SignInContext context;

	private final SignedInState logins;

	private final Supplier<MsalEngine> engine;

	private final SignInSharing sharing;

	private final SignInAttempt attempt;

	private final SingleFlight<SignedIn> flight;

	ActiveSignIn(TokenRequest request, SignInContext context, SignedInState logins, Supplier<MsalEngine> engine,
			SignInSharing sharing, Predicate<CachedLogin> isNeeded, Consumer<ActiveSignIn> onEnd) {
		this.request = request;
		this.context = context;
		this.logins = logins;
		this.engine = engine;
		this.sharing = sharing;
		this.attempt = new SignInAttempt(request, context, sharing, isNeeded);
		this.flight = new SingleFlight<>((failure) -> {
			onEnd.accept(this);
			this.attempt.endMeasure(failure);
		}, () -> this.attempt.cancel("The sign-in was cancelled: nobody waits for it any more"), context.executor());
	}

	TokenRequest request() {
		return this.request;
	}

	SignInAttempt attempt() {
		return this.attempt;
	}

	/**
	 * Waits for the sign-in.
	 * @return a future, cancelled to give up, or {@code null} if the sign-in has ended
	 */
	@Nullable CompletableFuture<SignedIn> join() {
		return this.flight.join();
	}

	void start() {
		this.attempt.measure();
		this.attempt.result().whenComplete((result, failure) -> {
			if (failure != null) {
				this.flight.fail(failure);
			}
			else {
				Guard.run(() -> keep(result), this::failed);
			}
		});
		this.context.executor()
			.execute(this.attempt::start,
					(failure) -> this.flight.fail((failure instanceof RejectedExecutionException)
							? new CredentialUnavailableException("The credential is closed", null, failure)
							: AuthenticationFailures.of(failure)));
	}

	private void keep(SignInResult result) {
		this.attempt.within(() -> store(result)).whenComplete((signedIn, failure) -> Guard.run(() -> {
			if (failure != null) {
				failed(Futures.unwrap(failure));
			}
			else {
				this.context.pace().reset();
				this.attempt.tell(() -> {
					this.context.events().authenticated(this.attempt.attemptId(), signedIn.authenticationRecord());
					confirm(signedIn.authenticationRecord());
				}, () -> this.flight.complete(signedIn));
			}
		}, this::failed));
	}

	private void confirm(AuthenticationRecord user) {
		DeviceCodePrompt prompt = this.attempt.lastPrompt();
		if (prompt != null) {
			Guard.run("A prompt handler", () -> this.context.policy().promptHandler().authenticated(prompt, user));
		}
	}

	private void failed(Throwable cause) {
		ClientAuthenticationException failure = AuthenticationFailures.of(cause);
		// The code is spent
		Guard.run("The withdrawal of a sign-in", this.sharing::withdraw);
		this.attempt.tell(() -> this.context.events().failed(this.attempt.attemptId(), failure),
				() -> this.flight.fail(failure));
	}

	private CompletableFuture<SignedIn> store(SignInResult result) {
		if (!(result instanceof SignInResult.Here here)) {
			return fromLogin(result.request());
		}
		TokenRequest granted = here.request();
		AccessToken token = here.answer().toAccessToken(granted.scopes(), this.context.time());
		CompletableFuture<Boolean> stored = this.logins.signedIn(this.sharing.from(),
				(storeTime) -> this.engine.get()
					.acceptSignIn(TenantResolver.resolved(granted), granted.scopes(),
							here.authenticationRecord().homeAccountId(), here.answer(), storeTime),
				here.authenticationRecord(), here.answer().issuedAt(), granted.withoutClaims(), token);
		return Futures.compose(stored,
				(kept) -> kept
						? CompletableFuture.completedFuture(new SignedIn(granted, token, here.authenticationRecord()))
						: lateBy(granted));
	}

	private CompletableFuture<SignedIn> lateBy(TokenRequest granted) {
		return Futures.compose(this.sharing.look(), (turn) -> {
			if (turn instanceof SignInSharing.Turn.SignedIn) {
				return fromLogin(granted);
			}
			throw new SignInCancelledException("The credential was signed out during the sign-in");
		});
	}

	private CompletableFuture<SignedIn> fromLogin(TokenRequest granted) {
		return this.logins.load(granted.mode()).thenApply((signedIn) -> {
			AuthenticationRecord user = signedIn.login().authenticationRecord();
			if (user == null) {
				throw new SignInCancelledException("The user was signed out as soon as the sign-in had ended");
			}
			this.context.policy().expectedUsers().require(user);
			return new SignedIn(granted, null, user);
		});
	}

}
