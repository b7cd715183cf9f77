package io.github.azuredevicecode.autoconfigure.credential;

import java.io.Serial;

/**
 * The version of MSAL4J on the class path is too old.
 *
 * @since 0.1
 */
public final class UnsupportedMsalVersionException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String required;

	UnsupportedMsalVersionException(String version, String required) {
		super("MSAL4J " + version + " is on the class path, but the device code credential needs " + required
				+ " or newer");
		this.required = required;
	}

	public String getRequired() {
		return this.required;
	}

}
