package io.github.azuredevicecode.oauth2.web;

import java.util.function.Function;

import io.github.azuredevicecode.http.DeviceCodeRestClientConfigurer;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.core.Ordered;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.client.annotation.ClientRegistrationId;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.util.Assert;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;

/**
 * Gives the signed-in user's token to the groups of HTTP services whose interfaces are
 * annotated with {@link ClientRegistrationId} and name a registration with the
 * device_code grant. A {@link DeviceCodeRestClientConfigurer} is applied to their
 * clients, with the settings of the group ({@code spring.http.serviceclient.*}); it
 * replaces a request factory that another configurer has set. Any other group is left
 * alone.
 * <p>
 * Where Spring Security's {@code OAuth2RestClientHttpServiceGroupConfigurer} is there
 * too, that serves the other registrations and is kept from asking for a token of its own
 * in these groups, where its manager may need a web request.
 *
 * @since 0.1
 */
public final class DeviceCodeHttpServiceGroupConfigurer implements RestClientHttpServiceGroupConfigurer {

	private final DeviceCodeRestClientConfigurer deviceCode;

	private final HttpServiceRegistrations registrations;

	private final Function<String, HttpClientSettings> settings;

	/**
	 * Create a configurer.
	 * @param deviceCode has clients send the token
	 * @param registrations the registrations, by which grants are known
	 * @param settings the settings of the HTTP client of a group, by the name of the
	 * group
	 */
	public DeviceCodeHttpServiceGroupConfigurer(DeviceCodeRestClientConfigurer deviceCode,
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
	 */
	@Override
	public void configureGroups(Groups<RestClient.Builder> groups) {
		groups.forEachClient((group, client) -> {
			ClientRegistration registration = this.registrations.find(group);
			if (registration != null) {
				client
					.apply(this.deviceCode.forRegistration(registration.getRegistrationId())
						.withSettings(this.settings.apply(group.name())))
					.requestInterceptors((interceptors) -> interceptors.add(0, hideFromSpringSecurity()));
			}
		});
	}

	private static ClientHttpRequestInterceptor hideFromSpringSecurity() {
		return (request, body, execution) -> {
			HttpServiceRegistrations.hideFromSpringSecurity(request.getAttributes());
			return execution.execute(request, body);
		};
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
