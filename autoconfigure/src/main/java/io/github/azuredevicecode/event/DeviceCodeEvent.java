package io.github.azuredevicecode.event;

import java.io.Serial;

import org.springframework.context.ApplicationEvent;

/**
 * The root of this library's application events.
 */
public abstract class DeviceCodeEvent extends ApplicationEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	DeviceCodeEvent(Object source) {
		super(source);
	}

	// The source may know secrets; an event shows only what its subclass chooses
	@Override
	public String toString() {
		return getClass().getSimpleName();
	}

}
