package io.github.azuredevicecode.autoconfigure.http;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The scopes of client registrations, for clients that work without Spring Security, too.
 */
@FunctionalInterface
interface RegisteredScopes {

	/**
	 * Returns the scopes of a registration.
	 * @param registrationId the id of the registration
	 * @return the scopes, or {@code null} if there is no such registration with the
	 * device_code grant
	 */
	@Nullable Set<String> find(String registrationId);

}
