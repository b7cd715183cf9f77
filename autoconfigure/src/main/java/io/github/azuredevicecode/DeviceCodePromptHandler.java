package io.github.azuredevicecode;

/**
 * Shows a prompt to a person. Called once for each attempt, on a thread of the
 * credential, before the first poll; it may block, and the credential's {@code timeout}
 * counts from its return. An exception ends the attempt and becomes the cause of its
 * failure.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface DeviceCodePromptHandler {

	/**
	 * Show the prompt.
	 * @param prompt what to show
	 */
	void prompt(DeviceCodePrompt prompt);

}
