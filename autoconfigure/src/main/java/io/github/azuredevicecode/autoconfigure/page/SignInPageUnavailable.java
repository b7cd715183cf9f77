package io.github.azuredevicecode.autoconfigure.page;

import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties.Prompt.Output;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Stands for a sign-in page that was asked for and is not there, and says why.
 */
final class SignInPageUnavailable {

	private static final Log logger = LogFactory.getLog(SignInPageUnavailable.class);

	SignInPageUnavailable(DeviceCodeProperties properties, String reason) {
		Output output = properties.getPrompt().getOutput();
		if (output == Output.PAGE) {
			throw new InvalidConfigurationPropertyValueException(DeviceCodeProperties.PREFIX + ".prompt.output", output,
					"the sign-in page is off, since " + reason);
		}
		logger.warn("The sign-in page is off, since " + reason);
	}

}
