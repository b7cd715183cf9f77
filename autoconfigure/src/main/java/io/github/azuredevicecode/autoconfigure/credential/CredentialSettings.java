package io.github.azuredevicecode.autoconfigure.credential;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import io.github.azuredevicecode.autoconfigure.TokenCacheProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/**
 * The validated properties of each credential: the default credential, with the name
 * {@value DeviceCodeCredential#DEFAULT_NAME}, and the named ones.
 *
 * @since 0.1
 */
public final class CredentialSettings {

	private final Map<String, CredentialDefinition> all = new LinkedHashMap<>();

	private final Map<String, CredentialDefinition> byRegistration = new LinkedHashMap<>();

	private final CredentialDefinition defaultCredential;

	CredentialSettings(DeviceCodeProperties properties, Environment environment, @Nullable SslBundles sslBundles) {
		Connections connections = new Connections(sslBundles);
		String tokenCacheName = properties.getTokenCache().getName();
		this.defaultCredential = new DeviceCodePropertiesMapper(properties, DeviceCodeProperties.PREFIX, connections)
			.map(DeviceCodeCredential.DEFAULT_NAME, tokenCacheName);
		this.all.put(DeviceCodeCredential.DEFAULT_NAME, this.defaultCredential);
		NamedCredentials named = new NamedCredentials(environment);
		// Each has a login of its own, also for the same application and tenant
		for (String name : named.names()) {
			this.all.put(name,
					new DeviceCodePropertiesMapper(named.properties(name), NamedCredentials.prefix(name), connections)
						.map(name, tokenCacheName + "/" + name));
		}
		Duration timeout = timeout(properties.getTokenCache());
		for (CredentialDefinition definition : this.all.values()) {
			definition.builder().tokenCacheTimeout(timeout);
			register(definition);
		}
	}

	// Of two credentials with the same id, the one with scopes has the registration
	private void register(CredentialDefinition definition) {
		String id = definition.registrationId();
		CredentialDefinition other = this.byRegistration.get(id);
		if (other != null && other.request() != null && definition.request() != null) {
			throw SecretValues.invalid(definition.prefix() + ".oauth2.registration-id", id,
					"another credential has a client registration with this id", null);
		}
		if (other == null || other.request() == null) {
			this.byRegistration.put(id, definition);
		}
	}

	private static Duration timeout(TokenCacheProperties properties) {
		Duration timeout = properties.getTimeout();
		if (timeout.isNegative() || timeout.isZero()) {
			throw TokenCacheProperties.invalid("timeout", timeout, "The timeout must be positive, such as 3s", null);
		}
		return timeout;
	}

	/**
	 * Returns the settings of the default credential.
	 * @return the settings
	 */
	public CredentialDefinition defaultCredential() {
		return this.defaultCredential;
	}

	/**
	 * Returns the settings of all credentials.
	 * @return the settings by name, those of the default credential first
	 */
	public Map<String, CredentialDefinition> all() {
		return Collections.unmodifiableMap(this.all);
	}

	/**
	 * Returns the settings of one credential.
	 * @param name its name
	 * @return the settings
	 */
	CredentialDefinition get(String name) {
		CredentialDefinition definition = this.all.get(name);
		if (definition == null) {
			throw new IllegalArgumentException("There is no credential '" + name + "'");
		}
		return definition;
	}

	/**
	 * Returns the settings by client registration.
	 * @return the settings by the id of the registration; those with scopes where two
	 * credentials have the same id
	 */
	public Map<String, CredentialDefinition> byRegistration() {
		return Collections.unmodifiableMap(this.byRegistration);
	}

	/**
	 * Passes each named credential that has a client registration to an action.
	 * @param action gets the name and the settings of a credential
	 */
	public void forEachNamed(BiConsumer<String, CredentialDefinition> action) {
		this.all.forEach((name, definition) -> {
			if (definition != this.defaultCredential
					&& definition == this.byRegistration.get(definition.registrationId())) {
				action.accept(name, definition);
			}
		});
	}

	/**
	 * Passes each named credential that has a client registration to an action.
	 * @param credentials the credentials by the names of their beans
	 * @param action gets the settings of a credential, and the credential
	 */
	public void forEachNamed(Map<String, DeviceCodeCredential> credentials,
			BiConsumer<CredentialDefinition, DeviceCodeCredential> action) {
		forEachNamed((name, definition) -> {
			DeviceCodeCredential credential = credentials.get(name);
			if (credential != null) {
				action.accept(definition, credential);
			}
		});
	}

}
