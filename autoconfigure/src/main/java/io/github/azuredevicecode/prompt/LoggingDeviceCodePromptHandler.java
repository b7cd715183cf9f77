package io.github.azuredevicecode.prompt;

import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs each prompt as one event at INFO, user code included: whoever reads the log can
 * sign in, and nobody else needs to.
 */
public final class LoggingDeviceCodePromptHandler implements DeviceCodePromptHandler {

	private static final Log logger = LogFactory.getLog(LoggingDeviceCodePromptHandler.class);

	private final @Nullable String applicationName;

	/**
	 * Create a handler.
	 * @param applicationName the name of the application as its users know it, or
	 * {@code null}
	 */
	public LoggingDeviceCodePromptHandler(@Nullable String applicationName) {
		this.applicationName = applicationName;
	}

	@Override
	public void prompt(DeviceCodePrompt prompt) {
		logger.info(System.lineSeparator() + prompt.toDisplayText(this.applicationName));
	}

}
