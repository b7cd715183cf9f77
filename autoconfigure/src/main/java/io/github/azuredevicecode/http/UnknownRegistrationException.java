package io.github.azuredevicecode.http;

import java.io.Serial;
import java.util.Collection;

/**
 * Thrown when a client is to use a client registration that does not exist or has another
 * grant.
 *
 * @since 0.1
 */
public final class UnknownRegistrationException extends IllegalArgumentException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String description;

	private final String advice;

	UnknownRegistrationException(String registrationId, Collection<String> known) {
		this("There is no client registration '" + registrationId + "' with the device_code grant. The configured "
				+ "credentials have " + known,
				"Configure a credential with that name, or a client registration with that id and "
						+ "authorization-grant-type=urn:ietf:params:oauth:grant-type:device_code");
	}

	private UnknownRegistrationException(String description, String advice) {
		super(description + ". " + advice);
		this.description = description;
		this.advice = advice;
	}

	/**
	 * Returns which registration is missing.
	 * @return the description
	 */
	public String getDescription() {
		return this.description;
	}

	/**
	 * Returns what to do about it.
	 * @return the advice
	 */
	public String getAdvice() {
		return this.advice;
	}

}
