package io.github.azuredevicecode.oauth2;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;

/**
 * The application's registrations and, where they lack it, the one that this library
 * contributes. Never published as a bean: a second repository would take the shared
 * manager and the login page away from the application.
 */
public final class DeviceCodeClientRegistrations implements ClientRegistrationRepository {

	private final @Nullable ClientRegistrationRepository application;

	private final @Nullable ClientRegistration contributed;

	/**
	 * Create a repository.
	 * @param application the application's registrations, or {@code null} if it has none
	 * @param contributed the registration of this library, or {@code null} if no scopes
	 * are configured
	 */
	public DeviceCodeClientRegistrations(@Nullable ClientRegistrationRepository application,
			@Nullable ClientRegistration contributed) {
		this.application = application;
		this.contributed = contributed;
	}

	@Override
	public @Nullable ClientRegistration findByRegistrationId(String registrationId) {
		ClientRegistration registration = (this.application != null)
				? this.application.findByRegistrationId(registrationId) : null;
		if (registration == null && this.contributed != null
				&& this.contributed.getRegistrationId().equals(registrationId)) {
			return this.contributed;
		}
		return registration;
	}

}
