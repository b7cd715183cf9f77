package io.github.azuredevicecode.event;

import java.io.Serial;

import io.github.azuredevicecode.AuthenticationRecord;

/**
 * Published when a user has signed in.
 *
 * @since 0.1
 */
public class DeviceCodeAuthenticatedEvent extends DeviceCodeEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String attemptId;

	private final AuthenticationRecord authenticationRecord;

	/**
	 * Creates an event.
	 * @param source the publisher
	 * @param credentialName the name of the credential
	 * @param attemptId the attempt
	 * @param authenticationRecord the user who signed in
	 */
	public DeviceCodeAuthenticatedEvent(Object source, String credentialName, String attemptId,
			AuthenticationRecord authenticationRecord) {
		super(source, credentialName);
		this.attemptId = attemptId;
		this.authenticationRecord = authenticationRecord;
	}

	/**
	 * Returns the attempt, as its prompt names it.
	 * @return an opaque name
	 */
	public String getAttemptId() {
		return this.attemptId;
	}

	/**
	 * Returns the user who signed in.
	 * @return the record of the sign-in
	 */
	public AuthenticationRecord getAuthenticationRecord() {
		return this.authenticationRecord;
	}

	@Override
	public String toString() {
		return super.toString() + "[attemptId=" + this.attemptId + "]";
	}

}
