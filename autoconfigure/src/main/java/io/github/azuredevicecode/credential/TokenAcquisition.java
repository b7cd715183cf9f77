package io.github.azuredevicecode.credential;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRequiredException;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.DeviceCodeInstrumentation.ActivityOutcome;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Detail;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.Guard;
import io.github.azuredevicecode.concurrent.MeasuredActivity;
import io.github.azuredevicecode.concurrent.SingleFlight;
import io.github.azuredevicecode.credential.signin.SignInCoordinator;
import io.github.azuredevicecode.entra.AuthenticationFailures;
import io.github.azuredevicecode.entra.Claims;
import org.jspecify.annotations.Nullable;

/**
 * The work for one key: silently first, then, if the service says that a user is needed
 * and prompting is allowed, with a sign-in. All who ask for the key wait for it.
 */
final class TokenAcquisition {

	private final TokenRequest request;

	private final boolean mayPrompt;

	private final SilentTokenProvider silentTokens;

	private final SignInCoordinator signIns;

	private final SingleFlight<AccessToken> flight;

	private volatile MeasuredActivity activity = MeasuredActivity.NONE;

	private volatile @Nullable Future<?> underWay;

	private volatile boolean abandoned;

	TokenAcquisition(TokenRequest request, boolean mayPrompt, SilentTokenProvider silentTokens,
			SignInCoordinator signIns, EndListener onEnd) {
		this.request = request;
		this.mayPrompt = mayPrompt;
		this.silentTokens = silentTokens;
		this.signIns = signIns;
		this.flight = new SingleFlight<>((failure) -> {
			// First, so that nobody tries to join what has ended
			onEnd.ended(this, failure);
			this.activity.end(failure);
		}, this::abandon, Runnable::run);
	}

	SingleFlight<AccessToken> flight() {
		return this.flight;
	}

	void measure(MeasuredActivity activity) {
		this.activity = activity;
		if (this.flight.hasEnded()) {
			// Signed out or closed before there was anything to measure
			activity.end(ActivityOutcome.CANCELLED, null);
		}
	}

	void foundInTable(AccessToken token) {
		this.activity.note(Detail.SOURCE, "table");
		this.flight.complete(token);
	}

	void start() {
		Guard.run(() -> {
			CompletableFuture<AccessToken> silent = this.silentTokens.acquire(this.request, null, this.activity);
			underWay(silent);
			silent.whenComplete((token, failure) -> Guard.run(() -> silentlyEnded(token, failure), this::fail));
		}, this::fail);
	}

	private void silentlyEnded(@Nullable AccessToken token, @Nullable Throwable failure) {
		if (token != null) {
			this.flight.complete(token);
		}
		else if (failure != null && Futures.unwrap(failure) instanceof InteractionRequiredException userNeeded) {
			askUser(userNeeded.getLogin(), userNeeded.getServiceError());
		}
		else {
			fail((failure != null) ? failure : new IllegalStateException("There is neither a token nor a failure"));
		}
	}

	private void fail(Throwable failure) {
		this.flight.fail(AuthenticationFailures.of(failure));
	}

	private void askUser(@Nullable CachedLogin insteadOf, @Nullable ServiceError error) {
		TokenRequest demanded = withClaims(error);
		if (!this.mayPrompt) {
			this.flight.fail(new AuthenticationRequiredException(demanded, error, null));
			return;
		}
		this.activity.note(Detail.SOURCE, "sign-in");
		SignInCoordinator.Ticket ticket = this.activity.within(() -> this.signIns.join(demanded, insteadOf));
		underWay(ticket.signedIn());
		ticket.signedIn()
			.whenComplete((signedIn, failure) -> Guard.run(() -> asked(demanded, signedIn, failure), this::fail));
	}

	private void asked(TokenRequest demanded, SignInCoordinator.@Nullable SignedIn signedIn,
			@Nullable Throwable failure) {
		if (failure != null || signedIn == null) {
			fail((failure != null) ? failure : new IllegalStateException("There is neither a sign-in nor a failure"));
		}
		else if (signedIn.token() != null && signedIn.request().equals(demanded)) {
			this.flight.complete(signedIn.token());
		}
		else {
			start();
		}
	}

	private TokenRequest withClaims(@Nullable ServiceError error) {
		String claims = Claims.merge(this.request.claims(), (error != null) ? error.claims() : null);
		return (claims != null) ? this.request.withClaims(claims) : this.request;
	}

	private void underWay(Future<?> future) {
		this.underWay = future;
		if (this.abandoned) {
			future.cancel(true);
		}
	}

	private void abandon() {
		this.abandoned = true;
		Future<?> current = this.underWay;
		if (current != null) {
			current.cancel(true);
		}
	}

	/**
	 * Listener for the end of an acquisition.
	 */
	@FunctionalInterface
	interface EndListener {

		/**
		 * Called before those who wait are released.
		 * @param acquisition the acquisition
		 * @param failure the failure, or {@code null}
		 */
		void ended(TokenAcquisition acquisition, @Nullable Throwable failure);

	}

}
