package io.github.azuredevicecode.event;

import java.io.Serial;

import io.github.azuredevicecode.DeviceCodePrompt;

/**
 * Published when a user is asked to sign in, before the prompt handler is called.
 *
 * @since 0.1
 */
public class DeviceCodePromptEvent extends DeviceCodeEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	private final DeviceCodePrompt prompt;

	/**
	 * Creates an event.
	 * @param source the publisher
	 * @param prompt the prompt
	 */
	public DeviceCodePromptEvent(Object source, DeviceCodePrompt prompt) {
		super(source, prompt.credentialName());
		this.prompt = prompt;
	}

	/**
	 * Returns the prompt.
	 * @return the prompt
	 */
	public DeviceCodePrompt getPrompt() {
		return this.prompt;
	}

	/**
	 * Returns the attempt that the prompt belongs to.
	 * @return an opaque name
	 */
	public String getAttemptId() {
		return this.prompt.attemptId();
	}

	@Override
	public String toString() {
		return super.toString() + "[" + this.prompt + "]";
	}

}
