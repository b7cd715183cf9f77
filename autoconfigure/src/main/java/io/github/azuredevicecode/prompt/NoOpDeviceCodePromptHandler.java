package io.github.azuredevicecode.prompt;

import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.DeviceCodePromptHandler;

/**
 * Shows nothing, for applications that show the prompt event by themselves.
 *
 * @since 0.1
 */
public final class NoOpDeviceCodePromptHandler implements DeviceCodePromptHandler {

	@Override
	public void prompt(DeviceCodePrompt prompt) {
	}

}
