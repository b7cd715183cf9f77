package io.github.azuredevicecode.oauth2.web;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.github.azuredevicecode.oauth2.AuthorizedClientSupport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.security.oauth2.client.annotation.ClientRegistrationId;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.ClientAttributes;
import org.springframework.util.Assert;
import org.springframework.web.service.registry.HttpServiceGroup;

/**
 * Finds the registrations with the device_code grant that groups of HTTP services name.
 */
final class HttpServiceRegistrations {

	private static final Log logger = LogFactory.getLog(HttpServiceRegistrations.class);

	private static final Set<String> REGISTRATION_ATTRIBUTES = registrationAttributes();

	private final ClientRegistrationRepository registrations;

	HttpServiceRegistrations(ClientRegistrationRepository registrations) {
		Assert.notNull(registrations, "registrations cannot be null");
		this.registrations = registrations;
	}

	private static Set<String> registrationAttributes() {
		Map<String, Object> attributes = new HashMap<>();
		ClientAttributes.clientRegistrationId("any").accept(attributes);
		return Set.copyOf(attributes.keySet());
	}

	/**
	 * Keep Spring Security from asking for a token of its own.
	 * @param requestAttributes the attributes of a request, by which it knows the
	 * registration
	 */
	static void hideFromSpringSecurity(Map<String, Object> requestAttributes) {
		requestAttributes.keySet().removeAll(REGISTRATION_ATTRIBUTES);
	}

	/**
	 * Return the registration that a group names.
	 * @param group the group
	 * @return the registration, or {@code null} if the group names none, another grant or
	 * several
	 */
	@Nullable ClientRegistration find(HttpServiceGroup group) {
		Set<String> ids = new LinkedHashSet<>();
		group.httpServiceTypes().forEach((type) -> addRegistrationIds(type, ids));
		ClientRegistration found = null;
		for (String id : ids) {
			ClientRegistration registration = id.isEmpty() ? null : this.registrations.findByRegistrationId(id);
			if (AuthorizedClientSupport.isDeviceCode(registration)) {
				found = registration;
			}
		}
		if (found == null || ids.size() == 1) {
			return found;
		}
		// One client serves the group, and must not send the one's token for the other
		logger.warn("The HTTP service group '" + group.name() + "' gets no token of the device code credential, since "
				+ "its interfaces differ in their @ClientRegistrationId: " + ids
				+ ". Put those of one registration into a group of their own");
		return null;
	}

	private static void addRegistrationIds(Class<?> type, Set<String> ids) {
		ids.add(registrationId(MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY)));
		for (Method method : type.getMethods()) {
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

}
