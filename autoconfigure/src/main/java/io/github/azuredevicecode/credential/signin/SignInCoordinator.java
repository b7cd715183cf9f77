package io.github.azuredevicecode.credential.signin;

import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.PendingSignIn;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.credential.state.SignedInState;
import io.github.azuredevicecode.credential.state.StoredLogin;
import io.github.azuredevicecode.msal.MsalEngine;
import org.jspecify.annotations.Nullable;

/**
 * Lets one sign-in happen at a time. Thread safe; no method blocks.
 */
public final class SignInCoordinator {

	private final SignedInState logins;

	private final Supplier<MsalEngine> engine;

	private final SignInContext context;

	// Names this process to those that share its logins
	private final String owner;

	private @Nullable ActiveSignIn active;

	private volatile String lastAttemptId = "";

	public SignInCoordinator(SignInContext context, SignedInState logins, Supplier<MsalEngine> engine) {
		this.logins = logins;
		this.engine = engine;
		this.context = context;
		this.owner = context.newId();
	}

	/**
	 * Waits for the sign-in that is under way or, if there is none, starts one.
	 * @param request what to ask the user to grant, with the tenant it goes to
	 * @return the wait
	 */
	public Ticket join(TokenRequest request) {
		return join(request, (login) -> true);
	}

	/**
	 * Waits for the sign-in that is under way or, if there is none, starts one, unless
	 * another process has signed in meanwhile.
	 * @param request what to ask the user to grant, with the tenant it goes to
	 * @param insteadOf the login that is not enough, or {@code null} if there was none
	 * @return the wait
	 */
	public Ticket join(TokenRequest request, @Nullable CachedLogin insteadOf) {
		return join(request, (login) -> login.authenticationRecord() == null
				|| !this.context.policy().expectedUsers().test(login.authenticationRecord()) || (insteadOf != null
						&& login.isSameLoginAs(insteadOf) && login.tokenCache().equals(insteadOf.tokenCache())));
	}

	private Ticket join(TokenRequest request, Predicate<CachedLogin> isNeeded) {
		ActiveSignIn fresh = new ActiveSignIn(request, this.context, this.logins, this.engine, sharing(request.mode()),
				isNeeded, this::clear);
		CompletableFuture<SignedIn> waiter = fresh.join();
		if (waiter == null) {
			throw new IllegalStateException("A flight cannot end before it has begun");
		}
		synchronized (this) {
			ActiveSignIn current = joinable();
			CompletableFuture<SignedIn> joined = (current != null) ? current.join() : null;
			if (current != null && joined != null) {
				return new Ticket(current.request(), joined);
			}
			this.active = fresh;
		}
		fresh.start();
		return new Ticket(request, waiter);
	}

	// A listener of an outcome must not wait for the sign-in that waits for the listener
	private @Nullable ActiveSignIn joinable() {
		ActiveSignIn current = this.active;
		return (current != null && current.attempt().isTold()) ? null : current;
	}

	private SignInSharing sharing(LoginMode mode) {
		StoredLogin shared = this.logins.shared(mode);
		return (shared != null) ? new SignInLease(this.logins, shared, mode, this.context, this.owner)
				: new LocalSignIn(this.logins);
	}

	/**
	 * Ends the sign-in that is under way.
	 * @param reason why
	 */
	public void cancel(String reason) {
		ActiveSignIn current = current();
		if (current != null) {
			current.attempt().cancel(reason);
		}
	}

	/**
	 * Ends the sign-in that is under way, here and in all processes that share it.
	 * @param reason why
	 * @return whether there was one
	 */
	public boolean cancelForAll(String reason) {
		ActiveSignIn current = current();
		return current != null && current.attempt().cancelForAll(reason);
	}

	/**
	 * Shows a new code in the sign-in that is under way.
	 * @return whether there is one that shows a code
	 */
	public boolean renew() {
		ActiveSignIn current = current();
		return current != null && current.attempt().renew();
	}

	private synchronized @Nullable ActiveSignIn current() {
		return this.active;
	}

	/**
	 * Looks what another process has done to a login: shows the code that it shows,
	 * unless nobody may be prompted here, and ends the wait for a sign-in that has ended
	 * there.
	 * @param login the login
	 * @param mode its mode
	 */
	public void changed(CachedLogin login, LoginMode mode) {
		ActiveSignIn current = current();
		if (current != null) {
			current.attempt().look();
			return;
		}
		PendingSignIn shown = login.pending();
		if (shown != null && !shown.deviceCode().isEmpty() && !shown.attemptId().equals(this.lastAttemptId)
				&& !this.context.policy().disableAutomaticAuthentication()) {
			// It may have expired, by the clock of the store
			join(request(shown, mode), (now) -> false);
		}
	}

	static TokenRequest request(PendingSignIn pending, LoginMode mode) {
		TokenRequest request = TokenRequest.of(pending.scopes()).withTenantId(pending.tenantId()).withCae(mode.isCae());
		String claims = pending.claims();
		return (claims != null) ? request.withClaims(claims) : request;
	}

	private synchronized void clear(ActiveSignIn ended) {
		// What was given up here is not taken up again because others continue with it
		this.lastAttemptId = ended.attempt().attemptId();
		if (this.active == ended) {
			this.active = null;
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
	 * Result of a sign-in.
	 *
	 * @param request what the user has granted
	 * @param token the token for that, or {@code null} if it is to be taken from the
	 * login
	 * @param authenticationRecord who signed in
	 */
	public record SignedIn(TokenRequest request, @Nullable AccessToken token,
			AuthenticationRecord authenticationRecord) {
	}

}
