package io.github.azuredevicecode.credential;

import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.Guard;
import io.github.azuredevicecode.credential.signin.SignInCoordinator;

/**
 * The wait of a caller who asks for a sign-in, also if a user is signed in. A sign-in for
 * another request is waited for first, since one sign-in happens at a time. No thread
 * waits.
 */
final class InteractiveAuthentication {

	private final TokenAcquisitions acquisitions;

	private final SignInCoordinator signIns;

	private final TokenRequest key;

	private final CompletableFuture<AuthenticationRecord> result = new CompletableFuture<>();

	private InteractiveAuthentication(TokenAcquisitions acquisitions, SignInCoordinator signIns, TokenRequest key) {
		this.acquisitions = acquisitions;
		this.signIns = signIns;
		this.key = key;
	}

	/**
	 * Starts to wait.
	 * @param acquisitions tell whether the credential is closed
	 * @param signIns the sign-ins to join
	 * @param key what the user is asked to grant, with the tenant it goes to
	 * @return a future, cancelled to give up the wait
	 */
	static CompletableFuture<AuthenticationRecord> begin(TokenAcquisitions acquisitions, SignInCoordinator signIns,
			TokenRequest key) {
		InteractiveAuthentication authentication = new InteractiveAuthentication(acquisitions, signIns, key);
		authentication.join();
		return authentication.result;
	}

	private void join() {
		this.acquisitions.requireOpen();
		SignInCoordinator.Ticket ticket = this.signIns.join(this.key);
		Futures.propagateCancel(this.result, ticket.signedIn());
		ticket.signedIn()
			.whenComplete((signedIn, failure) -> Guard.run(() -> ended(ticket, signedIn, failure),
					this.result::completeExceptionally));
	}

	// How another's sign-in ends does not matter to a caller who wants one of its own
	private void ended(SignInCoordinator.Ticket ticket, SignInCoordinator.SignedIn signedIn, Throwable failure) {
		boolean mine = ticket.request().equals(this.key);
		if (mine && failure != null) {
			this.result.completeExceptionally(Futures.unwrap(failure));
		}
		else if (mine && signedIn.request().equals(this.key)) {
			this.result.complete(signedIn.authenticationRecord());
		}
		else if (!this.result.isDone()) {
			join();
		}
	}

}
