package io.github.azuredevicecode;

import java.util.ServiceLoader;

/**
 * Makes credentials; found by {@link ServiceLoader}, so that this package knows nothing
 * of what works behind it.
 */
public interface DeviceCodeCredentialFactory {

	/**
	 * Make a credential. Does no I/O.
	 * @param options how the credential shall work, already validated
	 * @return a new credential
	 */
	DeviceCodeCredential create(DeviceCodeCredentialOptions options);

	/**
	 * Find the factory.
	 * @return the factory
	 * @throws IllegalStateException if the class path has none
	 */
	static DeviceCodeCredentialFactory load() {
		return ServiceLoader.load(DeviceCodeCredentialFactory.class, DeviceCodeCredentialFactory.class.getClassLoader())
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No " + DeviceCodeCredentialFactory.class.getName()
					+ " is registered in META-INF/services; is the library repackaged without its resources?"));
	}

}
