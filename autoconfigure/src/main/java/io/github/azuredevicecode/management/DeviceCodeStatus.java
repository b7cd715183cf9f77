package io.github.azuredevicecode.management;

import java.time.Instant;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodePrompt;
import org.jspecify.annotations.Nullable;

/**
 * The status of a credential at one moment. Immutable.
 *
 * @param state the state
 * @param since the time at which it came into that state
 * @param account the user who is signed in, or was when another sign-in began;
 * {@code null} if nobody is
 * @param prompt the prompt, or {@code null} if none is shown
 * @param attemptId the attempt that led to the state, or {@code null}
 * @param lastFailure the failure of the last attempt, or {@code null} if it did not fail
 * @since 0.1
 */
public record DeviceCodeStatus(State state, Instant since, @Nullable AuthenticationRecord account,
		@Nullable DeviceCodePrompt prompt, @Nullable String attemptId, @Nullable SignInFailure lastFailure) {

	static DeviceCodeStatus signedOut(Instant time) {
		return new DeviceCodeStatus(State.SIGNED_OUT, time, null, null, null, null);
	}

	DeviceCodeStatus prompted(DeviceCodePrompt prompt, Instant time) {
		return new DeviceCodeStatus(State.AWAITING_USER, time, this.account, prompt, prompt.attemptId(),
				this.lastFailure);
	}

	DeviceCodeStatus authenticated(@Nullable String attemptId, AuthenticationRecord account, Instant time) {
		return new DeviceCodeStatus(State.SIGNED_IN, time, account, null, attemptId, null);
	}

	DeviceCodeStatus failed(@Nullable String attemptId, SignInFailure failure) {
		if (this.prompt != null && !this.prompt.attemptId().equals(attemptId)) {
			return new DeviceCodeStatus(this.state, this.since, this.account, this.prompt, this.attemptId, failure);
		}
		State state = failure.isCancelled() ? withoutAttempt() : State.FAILED;
		return new DeviceCodeStatus(state, failure.time(), this.account, null, attemptId, failure);
	}

	// While a user is asked, the end of the old login changes nothing
	DeviceCodeStatus refused(SignInFailure failure) {
		return (this.state == State.AWAITING_USER)
				? new DeviceCodeStatus(this.state, this.since, this.account, this.prompt, this.attemptId, failure)
				: new DeviceCodeStatus(State.FAILED, failure.time(), this.account, null, this.attemptId, failure);
	}

	// A cancelled attempt tells nothing about who is signed in
	private State withoutAttempt() {
		return (this.account != null) ? State.SIGNED_IN : State.SIGNED_OUT;
	}

	// A token of the user has come, whatever has failed before
	DeviceCodeStatus usable(AuthenticationRecord account, Instant time) {
		boolean known = this.state == State.AWAITING_USER
				|| (this.state == State.SIGNED_IN && account.equals(this.account));
		return known ? this : new DeviceCodeStatus(State.SIGNED_IN, time, account, null, this.attemptId, null);
	}

	DeviceCodeStatus known(@Nullable AuthenticationRecord account, Instant time) {
		return switch (this.state) {
			case SIGNED_OUT -> (account != null) ? authenticated(null, account, time) : this;
			case SIGNED_IN -> (account != null) ? this : signedOut(time);
			case AWAITING_USER, FAILED -> this;
		};
	}

	/**
	 * Returns the application that the user signed in to or is asked to.
	 * @return the client id, or {@code null} if nobody is signed in or asked
	 */
	public @Nullable String clientId() {
		if (this.prompt != null) {
			return this.prompt.clientId();
		}
		return (this.account != null) ? this.account.clientId() : null;
	}

	/**
	 * Returns the tenant that the user signed in to or is asked to.
	 * @return the tenant, or {@code null} if nobody is signed in or asked
	 */
	public @Nullable String tenantId() {
		if (this.prompt != null) {
			return this.prompt.tenantId();
		}
		return (this.account != null) ? this.account.tenantId() : null;
	}

	/**
	 * The states of a credential.
	 */
	public enum State {

		/**
		 * Nobody is signed in, or nobody is known to be.
		 */
		SIGNED_OUT,

		/**
		 * A person is asked to sign in.
		 */
		AWAITING_USER,

		/**
		 * A user is signed in.
		 */
		SIGNED_IN,

		/**
		 * The last attempt to sign in has failed.
		 */
		FAILED

	}

}
