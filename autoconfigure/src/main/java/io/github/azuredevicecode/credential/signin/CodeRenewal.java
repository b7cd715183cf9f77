package io.github.azuredevicecode.credential.signin;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.azuredevicecode.concurrent.Guard;
import io.github.azuredevicecode.entra.AuthenticationFailures;
import org.jspecify.annotations.Nullable;

/**
 * Replacement of the code that an attempt shows, which stays in use until there is
 * another. Thread safe.
 */
final class CodeRenewal {

	private final SignInAttempt attempt;

	private final AtomicBoolean underWay = new AtomicBoolean();

	CodeRenewal(SignInAttempt attempt) {
		this.attempt = attempt;
	}

	boolean isUnderWay() {
		return this.underWay.get();
	}

	/**
	 * Asks for another code.
	 * @return {@code false} if no code is shown, or another is on its way already
	 */
	boolean begin() {
		PollingLoop old = this.attempt.shown();
		if (old == null || !this.underWay.compareAndSet(false, true)) {
			return false;
		}
		SignInAttempt.Subject subject = old.subject();
		this.attempt.within(() -> subject.client().requestCode(subject.attemptId()))
			.whenComplete((code, failure) -> Guard.run(() -> received(old, code, failure), this::failed));
		return true;
	}

	private void received(PollingLoop old, @Nullable DeviceAuthorizationResponse code, @Nullable Throwable failure) {
		if (code == null || this.attempt.shown() != old) {
			if (failure != null) {
				failed(failure);
			}
			this.underWay.set(false);
			return;
		}
		CompletableFuture<Boolean> published = this.attempt.within(() -> this.attempt.sharing().publish(code));
		published.whenComplete((current, ex) -> Guard.run(() -> {
			this.underWay.set(false);
			if (ex != null) {
				failed(ex);
			}
			else if (current && this.attempt.shown() == old) {
				this.attempt.show(old.subject(), code);
			}
			else {
				this.attempt.look();
			}
		}, this::failed));
	}

	private void failed(Throwable failure) {
		this.underWay.set(false);
		this.attempt.context()
			.events()
			.log()
			.warn("Cannot get a new code. The previous code remains valid.")
			.attempt(this.attempt.attemptId())
			.problem(AuthenticationFailures.describe(failure))
			.log();
	}

}
