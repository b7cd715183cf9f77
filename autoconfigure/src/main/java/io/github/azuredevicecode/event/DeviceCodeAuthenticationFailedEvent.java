package io.github.azuredevicecode.event;

import java.io.Serial;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.SignInOutcome;

/**
 * Published when an attempt has ended without a sign-in.
 *
 * @since 0.1
 */
public class DeviceCodeAuthenticationFailedEvent extends DeviceCodeEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String attemptId;

	private final ClientAuthenticationException exception;

	/**
	 * Creates an event.
	 * @param source the publisher
	 * @param credentialName the name of the credential
	 * @param attemptId the attempt
	 * @param exception the failure
	 */
	public DeviceCodeAuthenticationFailedEvent(Object source, String credentialName, String attemptId,
			ClientAuthenticationException exception) {
		super(source, credentialName);
		this.attemptId = attemptId;
		this.exception = exception;
	}

	/**
	 * Returns the attempt, as its prompt names it if one was shown.
	 * @return an opaque name
	 */
	public String getAttemptId() {
		return this.attemptId;
	}

	/**
	 * Returns how the attempt ended.
	 * @return the outcome, never {@link SignInOutcome#SUCCESS}
	 */
	public SignInOutcome getOutcome() {
		return SignInOutcome.of(this.exception);
	}

	/**
	 * Returns the failure.
	 * @return the exception that every caller gets who waited for the attempt
	 */
	public ClientAuthenticationException getException() {
		return this.exception;
	}

	@Override
	public String toString() {
		return super.toString() + "[attemptId=" + this.attemptId + ", outcome=" + getOutcome() + "]";
	}

}
