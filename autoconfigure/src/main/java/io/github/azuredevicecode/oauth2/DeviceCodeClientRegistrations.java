package io.github.azuredevicecode.oauth2;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;

/**
 * The application's registrations and, where they lack it, those that this library
 * contributes. Never published as a bean: a second repository would take the shared
 * manager and the login page away from the application.
 *
 * @since 0.1
 */
public final class DeviceCodeClientRegistrations implements ClientRegistrationRepository {

	private final @Nullable ClientRegistrationRepository application;

	private final Map<String, ClientRegistration> contributed;

	/**
	 * Creates a repository.
	 * @param application the application's registrations, or {@code null} if it has none
	 * @param contributed the registrations of this library
	 */
	public DeviceCodeClientRegistrations(@Nullable ClientRegistrationRepository application,
			Collection<ClientRegistration> contributed) {
		this.application = application;
		this.contributed = contributed.stream()
			.collect(Collectors.toUnmodifiableMap(ClientRegistration::getRegistrationId, Function.identity()));
	}

	@Override
	public @Nullable ClientRegistration findByRegistrationId(String registrationId) {
		ClientRegistration registration = (this.application != null)
				? this.application.findByRegistrationId(registrationId) : null;
		return (registration != null) ? registration : this.contributed.get(registrationId);
	}

}
