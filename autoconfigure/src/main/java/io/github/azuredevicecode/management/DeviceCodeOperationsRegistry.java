package io.github.azuredevicecode.management;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The operations of all credentials of the application. Immutable and thread safe.
 *
 * @since 0.1
 */
public final class DeviceCodeOperationsRegistry {

	private final Map<String, DeviceCodeOperations> operations;

	/**
	 * Creates a registry.
	 * @param operations the operations of at least one credential, those of the default
	 * credential first
	 */
	public DeviceCodeOperationsRegistry(List<DeviceCodeOperations> operations) {
		if (operations.isEmpty()) {
			throw new IllegalArgumentException("There must be a credential");
		}
		Map<String, DeviceCodeOperations> byName = new LinkedHashMap<>();
		operations.forEach((each) -> byName.put(each.name(), each));
		this.operations = Collections.unmodifiableMap(byName);
	}

	/**
	 * Returns the operations of all credentials.
	 * @return the operations by the name of their credential, in order
	 */
	public Map<String, DeviceCodeOperations> all() {
		return this.operations;
	}

	/**
	 * Returns the operations of the default credential, or of the first of several
	 * credentials if there is no default one.
	 * @return the operations
	 */
	public DeviceCodeOperations defaultOperations() {
		return this.operations.values().iterator().next();
	}

	/**
	 * Describes all credentials but the one of {@link #defaultOperations()}.
	 * @param <T> the type of a description
	 * @param description describes one credential
	 * @return the descriptions by the name of the credential, in order
	 */
	public <T> Map<String, T> describeOthers(Function<DeviceCodeOperations, T> description) {
		DeviceCodeOperations first = defaultOperations();
		Map<String, T> others = new LinkedHashMap<>();
		this.operations.forEach((name, each) -> {
			if (each != first) {
				others.put(name, description.apply(each));
			}
		});
		return others;
	}

	/**
	 * Finds the operations of one credential.
	 * @param credentialName the name of the credential
	 * @return the operations, if there is such a credential
	 */
	public Optional<DeviceCodeOperations> find(String credentialName) {
		return Optional.ofNullable(this.operations.get(credentialName));
	}

}
