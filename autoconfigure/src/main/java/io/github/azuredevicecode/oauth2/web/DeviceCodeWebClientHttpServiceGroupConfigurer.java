package io.github.azuredevicecode.oauth2.web;

import io.github.azuredevicecode.http.reactive.DeviceCodeExchangeFilterFunction;

import org.springframework.core.Ordered;
import org.springframework.security.oauth2.client.annotation.ClientRegistrationId;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.util.Assert;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;

/**
 * Gives the signed-in user's token to the groups of HTTP services over {@code WebClient}
 * whose interfaces are annotated with {@link ClientRegistrationId} and name a
 * registration with the device_code grant. It goes to the same hosts, and is got in the
 * same way, as with the {@link DeviceCodeExchangeFilterFunction}. Any other group is left
 * alone.
 * <p>
 * Where Spring Security's {@code OAuth2WebClientHttpServiceGroupConfigurer} is there too,
 * that serves the other registrations and is kept from asking for a token of its own in
 * these groups, where its manager may need a web exchange.
 *
 * @since 0.1
 * @see DeviceCodeHttpServiceGroupConfigurer
 */
public final class DeviceCodeWebClientHttpServiceGroupConfigurer implements WebClientHttpServiceGroupConfigurer {

	private final DeviceCodeExchangeFilterFunction filter;

	private final HttpServiceRegistrations registrations;

	/**
	 * Create a configurer.
	 * @param filter gives the tokens
	 * @param registrations the registrations, by which grants are known; they are asked
	 * while the application starts
	 */
	public DeviceCodeWebClientHttpServiceGroupConfigurer(DeviceCodeExchangeFilterFunction filter,
			ClientRegistrationRepository registrations) {
		Assert.notNull(filter, "filter cannot be null");
		this.filter = filter;
		this.registrations = new HttpServiceRegistrations(registrations);
	}

	/**
	 * Add the filter to the groups that name it.
	 * @param groups all groups
	 * @throws IllegalArgumentException if a registration has reserved scopes
	 */
	@Override
	public void configureGroups(Groups<WebClient.Builder> groups) {
		groups.forEachClient((group, client) -> {
			ClientRegistration registration = this.registrations.find(group);
			if (registration != null) {
				client.filter(this.filter.forRegistration(registration.getRegistrationId()))
					.filter(hideFromSpringSecurity());
			}
		});
	}

	private static ExchangeFilterFunction hideFromSpringSecurity() {
		return (request, next) -> next
			.exchange(ClientRequest.from(request).attributes(HttpServiceRegistrations::hideFromSpringSecurity).build());
	}

	/**
	 * Come after Boot's configurers, which set the base URL, and just before that of
	 * Spring Security.
	 * @return the order
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 10;
	}

}
