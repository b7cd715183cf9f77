package io.github.azuredevicecode.autoconfigure.diagnostics;

import java.util.regex.Pattern;

import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;

/**
 * Recognizes values that a failure analysis must not show, since it ends in logs: by the
 * name of the property, which may be misspelled, and by the form of the value, which may
 * be set under a wrong name.
 */
final class SecretValues {

	private static final String CREDENTIALS = DeviceCodeProperties.PREFIX + ".credentials.";

	private static final Pattern NAME = Pattern
		.compile("secret|pass|pwd|token|key|credential|encr|proxy|(?<!qr-)code$");

	private static final Pattern UUID = Pattern.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

	// User information and query of a URL, client secrets of Entra, and keys and tokens
	private static final Pattern VALUE = Pattern.compile("@|://[^?]*\\?|\\dQ~|[A-Za-z0-9+/_=-]{32}");

	private SecretValues() {
	}

	/**
	 * Returns whether a value may be a secret.
	 * @param name the name of a property of ours, which may be misspelled
	 * @param value its value
	 * @return whether it must not be shown
	 */
	static boolean isPossible(String name, Object value) {
		return NAME.matcher(name.replace(CREDENTIALS, "")).find()
				|| VALUE.matcher(UUID.matcher(value.toString()).replaceAll("")).find();
	}

}
