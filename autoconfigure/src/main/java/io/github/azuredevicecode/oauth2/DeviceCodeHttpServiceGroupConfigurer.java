package io.github.azuredevicecode.oauth2;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.client.annotation.ClientRegistrationId;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.ClientAttributes;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceGroup;

/**
 * Gives the signed-in user's token to the groups of HTTP services whose interfaces are
 * annotated with {@link ClientRegistrationId} and name a registration with the
 * device_code grant. It goes to the same hosts, and is got in the same way, as with the
 * {@link DeviceCodeClientHttpRequestInterceptor}. Any other group is left alone.
 * <p>
 * Where Spring Security's {@code OAuth2RestClientHttpServiceGroupConfigurer} is there
 * too, that serves the other registrations and is kept from asking for a token of its own
 * in these groups, where its manager may need a web request.
 */
public final class DeviceCodeHttpServiceGroupConfigurer implements RestClientHttpServiceGroupConfigurer {

	private static final Log logger = LogFactory.getLog(DeviceCodeHttpServiceGroupConfigurer.class);

	private static final Set<String> REGISTRATION_ATTRIBUTES = registrationAttributes();

	private final DeviceCodeClientHttpRequestInterceptor interceptor;

	private final ClientRegistrationRepository registrations;

	/**
	 * Create a configurer.
	 * @param interceptor gives the tokens
	 * @param registrations the registrations, by which grants are known
	 */
	public DeviceCodeHttpServiceGroupConfigurer(DeviceCodeClientHttpRequestInterceptor interceptor,
			ClientRegistrationRepository registrations) {
		Assert.notNull(interceptor, "interceptor cannot be null");
		Assert.notNull(registrations, "registrations cannot be null");
		this.interceptor = interceptor;
		this.registrations = registrations;
	}

	private static Set<String> registrationAttributes() {
		Map<String, Object> attributes = new HashMap<>();
		ClientAttributes.clientRegistrationId("any").accept(attributes);
		return Set.copyOf(attributes.keySet());
	}

	/**
	 * Add the interceptor to the groups that name it.
	 * @param groups all groups
	 */
	@Override
	public void configureGroups(Groups<RestClient.Builder> groups) {
		groups.filter((group) -> registrationId(group) != null).forEachClient((group, client) -> {
			String registrationId = registrationId(group);
			Assert.state(registrationId != null, "registrationId cannot be null");
			client.requestInterceptor(this.interceptor.forRegistration(registrationId))
				.requestInterceptor(hideFromSpringSecurity());
		});
	}

	private static ClientHttpRequestInterceptor hideFromSpringSecurity() {
		return (request, body, execution) -> {
			request.getAttributes().keySet().removeAll(REGISTRATION_ATTRIBUTES);
			return execution.execute(request, body);
		};
	}

	private @Nullable String registrationId(HttpServiceGroup group) {
		Set<String> ids = new LinkedHashSet<>();
		group.httpServiceTypes().forEach((type) -> addRegistrationIds(type, ids));
		if (ids.stream().noneMatch(this::isDeviceCode)) {
			return null;
		}
		if (ids.size() == 1) {
			return ids.iterator().next();
		}
		// One client serves the group, and must not send the one's token for the other
		logger.warn("The HTTP service group '" + group.name() + "' gets no token of the device code credential, since "
				+ "its interfaces differ in their @ClientRegistrationId: " + ids
				+ ". Put those of one registration into a group of their own");
		return null;
	}

	private static void addRegistrationIds(Class<?> type, Set<String> ids) {
		ids.add(registrationId(MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY)));
		for (Method method : ReflectionUtils.getAllDeclaredMethods(type)) {
			String id = registrationId(MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY));
			if (!id.isEmpty()) {
				ids.add(id);
			}
		}
	}

	private static String registrationId(MergedAnnotations annotations) {
		MergedAnnotation<ClientRegistrationId> annotation = annotations.get(ClientRegistrationId.class);
		return annotation.isPresent() ? annotation.getString("registrationId") : "";
	}

	private boolean isDeviceCode(String registrationId) {
		ClientRegistration registration = registrationId.isEmpty() ? null
				: this.registrations.findByRegistrationId(registrationId);
		return registration != null
				&& AuthorizationGrantType.DEVICE_CODE.equals(registration.getAuthorizationGrantType());
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
