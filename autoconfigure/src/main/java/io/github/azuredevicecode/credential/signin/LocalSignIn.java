package io.github.azuredevicecode.credential.signin;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.credential.state.SignedInState;

/**
 * A sign-in of this process alone. Thread safe.
 */
final class LocalSignIn implements SignInSharing {

	private final SignedInState logins;

	private volatile CachedLogin from = CachedLogin.NONE;

	LocalSignIn(SignedInState logins) {
		this.logins = logins;
	}

	@Override
	public CompletableFuture<Beginning> join(TokenRequest request, String attemptId, Predicate<CachedLogin> isNeeded) {
		return this.logins.load(request.mode()).thenApply((signedIn) -> {
			this.from = signedIn.login();
			boolean user = signedIn.homeAccountId() != null;
			return isNeeded.test(signedIn.login()) ? new Beginning.Ask() : new Beginning.Needless(user);
		});
	}

	@Override
	public CompletableFuture<Boolean> publish(DeviceAuthorizationResponse authorization) {
		return CompletableFuture.completedFuture(true);
	}

	@Override
	public CompletableFuture<Turn> turn(Duration interval) {
		return CompletableFuture.completedFuture(new Turn.Poll(interval));
	}

	@Override
	public CompletableFuture<Turn> look() {
		return CompletableFuture.completedFuture(new Turn.Wait(Duration.ZERO));
	}

	@Override
	public boolean othersMayHavePolled() {
		return false;
	}

	@Override
	public boolean othersPoll() {
		return false;
	}

	@Override
	public CachedLogin from() {
		return this.from;
	}

	@Override
	public void release() {
	}

	@Override
	public void withdraw() {
	}

}
