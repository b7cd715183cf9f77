package io.github.azuredevicecode.prompt;

import java.util.function.Supplier;

import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs at INFO where the sign-in page of the application is, which shows the prompt. The
 * user code is not logged.
 *
 * @since 0.1
 */
public final class PageDeviceCodePromptHandler implements DeviceCodePromptHandler {

	private static final Logger logger = LoggerFactory.getLogger(PageDeviceCodePromptHandler.class);

	private final String application;

	private final Supplier<String> address;

	/**
	 * Creates a handler.
	 * @param applicationName the name of the application as its users know it, or
	 * {@code null}
	 * @param address tells where the page is
	 */
	public PageDeviceCodePromptHandler(@Nullable String applicationName, Supplier<String> address) {
		this.application = (applicationName != null && !applicationName.isBlank()) ? applicationName
				: "the application";
		this.address = address;
	}

	@Override
	public void prompt(DeviceCodePrompt prompt) {
		String address = this.address.get();
		logger.atInfo()
			.addKeyValue("credentialName", prompt.credentialName())
			.addKeyValue("attemptId", prompt.attemptId())
			.addKeyValue("page", address)
			.log("To sign in to {}, open its sign-in page {}. Credential: {}, attempt: {}", this.application, address,
					prompt.credentialName(), prompt.attemptId());
	}

}
