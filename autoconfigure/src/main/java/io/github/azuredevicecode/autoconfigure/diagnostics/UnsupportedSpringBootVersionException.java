package io.github.azuredevicecode.autoconfigure.diagnostics;

import java.io.Serial;

/**
 * Thrown when the application has a version of Spring Boot that is too old.
 */
class UnsupportedSpringBootVersionException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	UnsupportedSpringBootVersionException(String version) {
		super("The starter for the device code credential needs Spring Boot 4.1, this is " + version + ".");
	}

}
