package io.github.azuredevicecode.prompt;

import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each prompt as one event at INFO, user code included: everyone who reads the log
 * can sign in, and nobody else needs to. What structured logs need is in key-value pairs.
 *
 * @since 0.1
 */
public final class LoggingDeviceCodePromptHandler implements DeviceCodePromptHandler {

	private static final Logger logger = LoggerFactory.getLogger(LoggingDeviceCodePromptHandler.class);

	private final @Nullable String applicationName;

	/**
	 * Creates a handler.
	 * @param applicationName the name of the application as its users know it, or
	 * {@code null}
	 */
	public LoggingDeviceCodePromptHandler(@Nullable String applicationName) {
		this.applicationName = applicationName;
	}

	@Override
	public void prompt(DeviceCodePrompt prompt) {
		logger.atInfo()
			.addKeyValue("attemptId", prompt.attemptId())
			.addKeyValue("credentialName", prompt.credentialName())
			.addKeyValue("userCode", prompt.userCode())
			.addKeyValue("verificationUri", prompt.verificationUri().toString())
			.addKeyValue("verificationUriTrusted", prompt.verificationUriTrusted())
			.addKeyValue("expiresAt", prompt.expiresAt().toString())
			.addKeyValue("clientId", prompt.clientId())
			.addKeyValue("tenantId", prompt.tenantId())
			.addKeyValue("scopes", String.join(" ", prompt.scopes()))
			.log(System.lineSeparator() + prompt.toDisplayText(this.applicationName));
	}

}
