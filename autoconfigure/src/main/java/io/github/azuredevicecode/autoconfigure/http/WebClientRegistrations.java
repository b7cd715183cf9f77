package io.github.azuredevicecode.autoconfigure.http;

import java.util.Set;

import io.github.azuredevicecode.autoconfigure.oauth2.ContributedClientRegistrations;
import io.github.azuredevicecode.oauth2.AuthorizedClientSupport;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;

/**
 * The client registrations for {@code WebClient}: those of the application, whose
 * repository may be a reactive one, and the contributed ones.
 */
final class WebClientRegistrations implements RegisteredScopes {

	private final ContributedClientRegistrations contributed;

	private final ObjectProvider<ClientRegistrationRepository> registrations;

	private final ObjectProvider<ReactiveClientRegistrationRepository> reactiveRegistrations;

	WebClientRegistrations(ContributedClientRegistrations contributed,
			ObjectProvider<ClientRegistrationRepository> registrations,
			ObjectProvider<ReactiveClientRegistrationRepository> reactiveRegistrations) {
		this.contributed = contributed;
		this.registrations = registrations;
		this.reactiveRegistrations = reactiveRegistrations;
	}

	ClientRegistrationRepository repository() {
		ClientRegistrationRepository application = this.registrations.getIfUnique();
		return this.contributed
			.withApplication((application != null) ? application : adapt(this.reactiveRegistrations.getIfUnique()));
	}

	// Asked while the application starts; on an event loop, Reactor would refuse to wait
	private static @Nullable ClientRegistrationRepository adapt(
			@Nullable ReactiveClientRegistrationRepository registrations) {
		return (registrations != null) ? (id) -> registrations.findByRegistrationId(id).block() : null;
	}

	@Override
	public @Nullable Set<String> find(String registrationId) {
		ClientRegistration registration = repository().findByRegistrationId(registrationId);
		return (registration != null && AuthorizedClientSupport.isDeviceCode(registration))
				? AuthorizedClientSupport.withoutOpenId(registration.getScopes()) : null;
	}

}
