package io.github.azuredevicecode.autoconfigure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.azuredevicecode.DeviceCodeCredential;

import org.springframework.core.env.Environment;

/**
 * What the properties say of each credential: the one without a name, known as
 * {@value DeviceCodeCredential#DEFAULT_NAME}, and those that have one.
 */
public final class CredentialSettings {

	private final Map<String, DeviceCodePropertiesMapper> all = new LinkedHashMap<>();

	private final DeviceCodePropertiesMapper main;

	CredentialSettings(DeviceCodeProperties properties, Environment environment) {
		String tokenCacheName = properties.getTokenCache().getName();
		this.main = new DeviceCodePropertiesMapper(properties, DeviceCodeCredential.DEFAULT_NAME,
				DeviceCodeProperties.PREFIX, tokenCacheName);
		this.all.put(DeviceCodeCredential.DEFAULT_NAME, this.main);
		NamedCredentials named = new NamedCredentials(environment);
		// Each has a login of its own, also for the same application and tenant
		named.names()
			.forEach((name) -> this.all.put(name, new DeviceCodePropertiesMapper(named.properties(name), name,
					NamedCredentials.prefix(name), tokenCacheName + "/" + name)));
	}

	/**
	 * Return the settings of the credential without a name.
	 * @return the settings
	 */
	public DeviceCodePropertiesMapper main() {
		return this.main;
	}

	/**
	 * Return the settings of all credentials.
	 * @return the settings by name, those of the credential without a name first
	 */
	public Map<String, DeviceCodePropertiesMapper> all() {
		return Collections.unmodifiableMap(this.all);
	}

	/**
	 * Return the settings of one credential.
	 * @param name its name
	 * @return the settings
	 */
	DeviceCodePropertiesMapper get(String name) {
		DeviceCodePropertiesMapper settings = this.all.get(name);
		if (settings == null) {
			throw new IllegalArgumentException("There is no credential '" + name + "'");
		}
		return settings;
	}

	/**
	 * Tell which credential with a name serves which registration.
	 * @param credentials the credentials by the names of their beans
	 * @param consumer is told of each
	 */
	public void forEachNamed(Map<String, DeviceCodeCredential> credentials, RegistrationConsumer consumer) {
		this.all.forEach((name, settings) -> {
			DeviceCodeCredential credential = credentials.get(name);
			if (credential != null && settings != this.main) {
				consumer.accept(settings.registrationId(), credential, settings.isCae());
			}
		});
	}

	/**
	 * Is told of a registration, the credential that serves it, and whether that asks
	 * with CAE.
	 */
	@FunctionalInterface
	public interface RegistrationConsumer {

		void accept(String registrationId, DeviceCodeCredential credential, boolean cae);

	}

}
