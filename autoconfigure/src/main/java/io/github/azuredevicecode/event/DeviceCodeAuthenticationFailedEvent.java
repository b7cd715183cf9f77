package io.github.azuredevicecode.event;

import java.io.Serial;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.SignInTimedOutException;

/**
 * Published when an attempt has ended without a sign-in.
 */
public class DeviceCodeAuthenticationFailedEvent extends DeviceCodeEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String attemptId;

	private final ClientAuthenticationException exception;

	/**
	 * Create an event.
	 * @param source who publishes
	 * @param credentialName the name of the credential
	 * @param attemptId the attempt
	 * @param exception why it ended
	 */
	public DeviceCodeAuthenticationFailedEvent(Object source, String credentialName, String attemptId,
			ClientAuthenticationException exception) {
		super(source, credentialName);
		this.attemptId = attemptId;
		this.exception = exception;
	}

	/**
	 * Return the attempt, as its prompt named it where one was shown.
	 * @return an opaque name
	 */
	public String getAttemptId() {
		return this.attemptId;
	}

	/**
	 * Return why the attempt ended, in one word.
	 * @return the reason
	 */
	public Reason getReason() {
		return Reason.of(this.exception);
	}

	/**
	 * Return why the attempt ended.
	 * @return the exception that every caller gets who waited for the attempt
	 */
	public ClientAuthenticationException getException() {
		return this.exception;
	}

	@Override
	public String toString() {
		return super.toString() + "[attemptId=" + this.attemptId + ", reason=" + getReason() + "]";
	}

	/**
	 * Why an attempt ended without a sign-in.
	 */
	public enum Reason {

		/**
		 * The user declined.
		 */
		DECLINED,

		/**
		 * The code expired unused.
		 */
		EXPIRED,

		/**
		 * The timeout of the credential passed.
		 */
		TIMED_OUT,

		/**
		 * The application cancelled the attempt.
		 */
		CANCELLED,

		/**
		 * The service refused or could not be reached.
		 */
		ERROR;

		private static Reason of(ClientAuthenticationException exception) {
			if (exception instanceof SignInDeclinedException) {
				return DECLINED;
			}
			if (exception instanceof SignInTimedOutException timedOut) {
				return timedOut.isCodeExpired() ? EXPIRED : TIMED_OUT;
			}
			return (exception instanceof SignInCancelledException) ? CANCELLED : ERROR;
		}

	}

}
