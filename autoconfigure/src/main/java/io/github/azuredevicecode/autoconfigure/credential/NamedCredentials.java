package io.github.azuredevicecode.autoconfigure.credential;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.autoconfigure.DeviceCodeCredentialProperties;
import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * The properties of the named credentials. A named credential inherits unset properties
 * from the default credential, except the authentication record, the id of the client
 * registration, whether to authenticate on startup and, for another proxy, its user name
 * and password.
 */
final class NamedCredentials {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(DeviceCodeProperties.PREFIX);

	private static final ConfigurationPropertyName CREDENTIALS = PREFIX.append("credentials");

	private final Map<String, DeviceCodeCredentialProperties> properties = new LinkedHashMap<>();

	NamedCredentials(Environment environment) {
		Binder binder = Binder.get(environment);
		for (String name : binder.bind(CREDENTIALS, Bindable.mapOf(String.class, Object.class))
			.orElse(Collections.emptyMap())
			.keySet()) {
			this.properties.put(requireValid(name), bind(name, binder));
		}
	}

	private static String requireValid(String name) {
		// Brackets delimit names in the names of properties
		if (name.isBlank() || name.equals(DeviceCodeCredential.DEFAULT_NAME) || name.contains("[")
				|| name.contains("]")) {
			throw new InvalidConfigurationPropertyValueException(prefix(name), name,
					"'" + name + "' cannot be the name of a further credential: it must not be blank or contain a "
							+ "bracket, and the default credential is called '" + DeviceCodeCredential.DEFAULT_NAME
							+ "'. Choose another name");
		}
		return name;
	}

	private static DeviceCodeCredentialProperties bind(String name, Binder binder) {
		DeviceCodeCredentialProperties properties = new DeviceCodeCredentialProperties();
		Bindable<DeviceCodeCredentialProperties> target = Bindable.ofInstance(properties);
		binder.bind(PREFIX, target);
		properties.setAuthenticationRecord(null);
		properties.setAuthenticateOnStartup(false);
		properties.setDisplayName(null);
		properties.getOauth2().setRegistrationId(name);
		// A name is spelled in brackets or, where its letters allow, without
		List<ConfigurationPropertyName> spellings = List.of(CREDENTIALS.append("[" + name + "]"),
				ConfigurationPropertyName.adapt(CREDENTIALS + "." + name, '.'));
		if (spellings.stream()
			.anyMatch((spelling) -> binder.bind(spelling.append("http.proxy"), Bindable.of(String.class)).isBound())) {
			// What one proxy wants is not for another
			properties.getHttp().setProxyUsername(null);
			properties.getHttp().setProxyPassword(null);
		}
		spellings.forEach((spelling) -> binder.bind(spelling, target));
		return properties;
	}

	/**
	 * Returns the names.
	 * @return the names in the order in which they are configured
	 */
	Set<String> names() {
		return this.properties.keySet();
	}

	/**
	 * Returns the properties of one credential.
	 * @param name the name
	 * @return the properties
	 */
	DeviceCodeCredentialProperties properties(String name) {
		@Nullable DeviceCodeCredentialProperties properties = this.properties.get(name);
		if (properties == null) {
			throw new IllegalArgumentException("There is no credential '" + name + "'");
		}
		return properties;
	}

	/**
	 * Returns what the names of the properties of one credential begin with.
	 * @param name the name
	 * @return the prefix without a dot at the end
	 */
	static String prefix(String name) {
		return CREDENTIALS + "." + name;
	}

}
