package io.github.azuredevicecode.oauth2.web;

import java.util.function.Function;

import io.github.azuredevicecode.http.DeviceCodeWebClientConfigurer;

import org.springframework.boot.http.client.HttpClientSettings;
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
 * registration with the device_code grant. A {@link DeviceCodeWebClientConfigurer} is
 * applied to their clients, with the settings of the group
 * ({@code spring.http.serviceclient.*}); it replaces a connector that another configurer
 * has set. Any other group is left alone.
 * <p>
 * Where Spring Security's {@code OAuth2WebClientHttpServiceGroupConfigurer} is there too,
 * that serves the other registrations and is kept from asking for a token of its own in
 * these groups, where its manager may need a web exchange.
 *
 * @since 0.1
 * @see DeviceCodeHttpServiceGroupConfigurer
 */
public final class DeviceCodeWebClientHttpServiceGroupConfigurer implements WebClientHttpServiceGroupConfigurer {

	private final DeviceCodeWebClientConfigurer deviceCode;

	private final HttpServiceRegistrations registrations;

	private final Function<String, HttpClientSettings> settings;

	/**
	 * Create a configurer.
	 * @param deviceCode has clients send the token
	 * @param registrations the registrations, by which grants are known; they are asked
	 * while the application starts
	 * @param settings the settings of the HTTP client of a group, by the name of the
	 * group
	 */
	public DeviceCodeWebClientHttpServiceGroupConfigurer(DeviceCodeWebClientConfigurer deviceCode,
			ClientRegistrationRepository registrations, Function<String, HttpClientSettings> settings) {
		Assert.notNull(deviceCode, "deviceCode cannot be null");
		Assert.notNull(settings, "settings cannot be null");
		this.deviceCode = deviceCode;
		this.settings = settings;
		this.registrations = new HttpServiceRegistrations(registrations);
	}

	/**
	 * Have the groups that name a registration send its token.
	 * @param groups all groups
	 * @throws IllegalArgumentException if a registration has reserved scopes
	 */
	@Override
	public void configureGroups(Groups<WebClient.Builder> groups) {
		groups.forEachClient((group, client) -> {
			ClientRegistration registration = this.registrations.find(group);
			if (registration != null) {
				client
					.apply(this.deviceCode.forRegistration(registration.getRegistrationId())
						.withSettings(this.settings.apply(group.name())))
					.filters((filters) -> filters.add(0, hideFromSpringSecurity()));
			}
		});
	}

	private static ExchangeFilterFunction hideFromSpringSecurity() {
		return (request, next) -> next
			.exchange(ClientRequest.from(request).attributes(HttpServiceRegistrations::hideFromSpringSecurity).build());
	}

	/**
	 * Come after the configurers that set the base URL and the HTTP client.
	 * @return the order
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
