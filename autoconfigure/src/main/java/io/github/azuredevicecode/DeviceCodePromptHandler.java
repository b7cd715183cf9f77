package io.github.azuredevicecode;

/**
 * Callback interface that shows a prompt to a person. The credential calls it once for
 * each code, on a thread of its own, and polls meanwhile: the handler may block, and is
 * interrupted when the sign-in ends. It must not ask its own credential for a token. An
 * exception ends the attempt and becomes the cause of its failure.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface DeviceCodePromptHandler {

	/**
	 * Shows the prompt.
	 * @param prompt what to show
	 */
	void prompt(DeviceCodePrompt prompt);

	/**
	 * Called when the user has signed in after a prompt. Does nothing by default. An
	 * exception is logged and changes nothing.
	 * @param prompt the last prompt of the attempt
	 * @param authenticationRecord the user
	 */
	default void authenticated(DeviceCodePrompt prompt, AuthenticationRecord authenticationRecord) {
	}

}
