package io.github.azuredevicecode.event;

import java.io.Serial;

import org.springframework.context.ApplicationEvent;

/**
 * Base class of the application events of this library.
 *
 * @since 0.1
 */
public abstract class DeviceCodeEvent extends ApplicationEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String credentialName;

	DeviceCodeEvent(Object source, String credentialName) {
		super(source);
		this.credentialName = credentialName;
	}

	/**
	 * Returns the name of the credential that the event is about.
	 * @return the name, {@code default} for the default credential
	 */
	public String getCredentialName() {
		return this.credentialName;
	}

	// The source may know secrets; an event shows only what its subclass chooses
	@Override
	public String toString() {
		return getClass().getSimpleName();
	}

}
