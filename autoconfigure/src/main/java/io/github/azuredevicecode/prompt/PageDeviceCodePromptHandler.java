package io.github.azuredevicecode.prompt;

import java.util.function.Supplier;

import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs at INFO where the sign-in page of the application is, which shows the prompt. The
 * user code is not logged.
 *
 * @since 0.1
 */
public final class PageDeviceCodePromptHandler implements DeviceCodePromptHandler {

	private static final Log logger = LogFactory.getLog(PageDeviceCodePromptHandler.class);

	private final String application;

	private final Supplier<String> address;

	/**
	 * Create a handler.
	 * @param applicationName the name of the application as its users know it, or
	 * {@code null}
	 * @param address tells where the page is
	 */
	public PageDeviceCodePromptHandler(@Nullable String applicationName, Supplier<String> address) {
		this.application = (applicationName != null && !applicationName.isBlank()) ? applicationName
				: "The application";
		this.address = address;
	}

	@Override
	public void prompt(DeviceCodePrompt prompt) {
		logger.info(this.application + " waits for somebody to sign in on its page " + this.address.get());
	}

}
