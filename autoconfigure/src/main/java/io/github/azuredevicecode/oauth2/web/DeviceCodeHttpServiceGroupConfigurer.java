package io.github.azuredevicecode.oauth2.web;

import io.github.azuredevicecode.http.DeviceCodeClientHttpRequestInterceptor;

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
 * device_code grant. It goes to the same hosts, and is got in the same way, as with the
 * {@link DeviceCodeClientHttpRequestInterceptor}. Any other group is left alone.
 * <p>
 * Where Spring Security's {@code OAuth2RestClientHttpServiceGroupConfigurer} is there
 * too, that serves the other registrations and is kept from asking for a token of its own
 * in these groups, where its manager may need a web request.
 *
 * @since 0.1
 */
public final class DeviceCodeHttpServiceGroupConfigurer implements RestClientHttpServiceGroupConfigurer {

	private final DeviceCodeClientHttpRequestInterceptor interceptor;

	private final HttpServiceRegistrations registrations;

	/**
	 * Create a configurer.
	 * @param interceptor gives the tokens
	 * @param registrations the registrations, by which grants are known
	 */
	public DeviceCodeHttpServiceGroupConfigurer(DeviceCodeClientHttpRequestInterceptor interceptor,
			ClientRegistrationRepository registrations) {
		Assert.notNull(interceptor, "interceptor cannot be null");
		this.interceptor = interceptor;
		this.registrations = new HttpServiceRegistrations(registrations);
	}

	/**
	 * Add the interceptor to the groups that name it.
	 * @param groups all groups
	 */
	@Override
	public void configureGroups(Groups<RestClient.Builder> groups) {
		groups.forEachClient((group, client) -> {
			ClientRegistration registration = this.registrations.find(group);
			if (registration != null) {
				client.requestInterceptor(this.interceptor.forRegistration(registration.getRegistrationId()))
					.requestInterceptor(hideFromSpringSecurity());
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
	 * Come after Boot's configurers, which set the base URL, and just before that of
	 * Spring Security.
	 * @return the order
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 10;
	}

}
