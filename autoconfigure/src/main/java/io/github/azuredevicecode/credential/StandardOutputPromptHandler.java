package io.github.azuredevicecode.credential;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.DeviceCodePromptHandler;

/**
 * Prints the prompt with the sentence of the service, which names page and code.
 */
final class StandardOutputPromptHandler implements DeviceCodePromptHandler {

	@Override
	public void prompt(DeviceCodePrompt prompt) {
		String text = prompt.toDisplayText(null);
		String blankLine = System.lineSeparator() + System.lineSeparator();
		System.out.println(text.substring(0, text.lastIndexOf(blankLine)) + blankLine + prompt.message());
	}

	@Override
	public void authenticated(DeviceCodePrompt prompt, AuthenticationRecord authenticationRecord) {
		System.out.println("Signed in as " + authenticationRecord.username() + ".");
	}

}
