package io.github.azuredevicecode.actuate;

import java.util.Locale;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Hides the keys that logins are encrypted with from the endpoints {@code env} and
 * {@code configprops}, even where those show values to everyone: whatever is configured
 * below {@code azure.identity.device-code.token-cache.encryption}, in each spelling that
 * Spring Boot accepts, and whatever spells such a property out in its value, as the
 * command line does.
 *
 * @since 0.1
 */
public class DeviceCodeSanitizingFunction implements SanitizingFunction {

	private static final String HIDDEN = uniform("azure.identity.device-code.token-cache.encryption");

	@Override
	public SanitizableData apply(SanitizableData data) {
		return isHidden(data) ? data.withSanitizedValue() : data;
	}

	private static boolean isHidden(SanitizableData data) {
		return uniform(data.getKey()).startsWith(HIDDEN)
				|| (data.getValue() instanceof CharSequence value && uniform(value.toString()).contains(HIDDEN));
	}

	// Leaves what relaxed binding compares, which is the same for an environment variable
	private static String uniform(String name) {
		return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
	}

}
