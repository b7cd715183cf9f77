package io.github.azuredevicecode.event;

import java.io.Serial;

import io.github.azuredevicecode.AuthenticationRecord;
import org.jspecify.annotations.Nullable;

/**
 * Published when a credential has been signed out.
 *
 * @since 0.1
 */
public class DeviceCodeSignedOutEvent extends DeviceCodeEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	private final @Nullable AuthenticationRecord authenticationRecord;

	/**
	 * Creates an event.
	 * @param source the publisher
	 * @param credentialName the name of the credential
	 * @param authenticationRecord the user who was signed in, or {@code null} if nobody
	 * was
	 */
	public DeviceCodeSignedOutEvent(Object source, String credentialName,
			@Nullable AuthenticationRecord authenticationRecord) {
		super(source, credentialName);
		this.authenticationRecord = authenticationRecord;
	}

	/**
	 * Returns the user who was signed in.
	 * @return the record of the sign-in, or {@code null} if nobody was signed in
	 */
	public @Nullable AuthenticationRecord getAuthenticationRecord() {
		return this.authenticationRecord;
	}

}
