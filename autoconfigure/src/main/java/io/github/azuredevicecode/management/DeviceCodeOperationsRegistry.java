package io.github.azuredevicecode.management;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The logins of all credentials of the application. Immutable and thread safe.
 */
public final class DeviceCodeOperationsRegistry {

	private final Map<String, DeviceCodeOperations> logins;

	/**
	 * Create logins.
	 * @param logins at least one login, that of the application's own credential first
	 */
	public DeviceCodeOperationsRegistry(List<DeviceCodeOperations> logins) {
		if (logins.isEmpty()) {
			throw new IllegalArgumentException("There must be a login");
		}
		Map<String, DeviceCodeOperations> byName = new LinkedHashMap<>();
		logins.forEach((login) -> byName.put(login.name(), login));
		this.logins = Collections.unmodifiableMap(byName);
	}

	/**
	 * Return all logins.
	 * @return the logins by the name of their credential, in order
	 */
	public Map<String, DeviceCodeOperations> all() {
		return this.logins;
	}

	/**
	 * Return the login of the application's own credential, or of the first of several.
	 * @return the login
	 */
	public DeviceCodeOperations main() {
		return this.logins.values().iterator().next();
	}

	/**
	 * Return one login.
	 * @param credentialName the name of the credential
	 * @return the login, if there is such a credential
	 */
	public Optional<DeviceCodeOperations> find(String credentialName) {
		return Optional.ofNullable(this.logins.get(credentialName));
	}

}
