package io.github.azuredevicecode.autoconfigure.credential;

import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Recognizes values that a failure at start-up must not show, since it ends in logs: by
 * the name of the property, which may be misspelled, and by the form of the value, which
 * may be set under a wrong name.
 */
public final class SecretValues {

	/**
	 * Stands for a value that is not shown.
	 */
	public static final String NOT_SHOWN = "******";

	private static final String CREDENTIALS = DeviceCodeProperties.PREFIX + ".credentials.";

	private static final Pattern NAME = Pattern.compile("secret|pass|pwd|token|key|credential|encr|proxy|(?<!qr-)code$"
			+ "|\\b(?:auth|bearer|cert|jwt|login|pat|pin|psk|pw|salt|sas|sig|user)\\b");

	// Ids and addresses, which would look like secrets
	private static final Pattern HARMLESS = Pattern
		.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|\\[[0-9A-Fa-f:.]{2,39}]");

	// Keys with their padding, client secrets of Entra, tokens and keys, names in mixed
	// case that are too long for one
	private static final String KEY = "(?<![\\w/+-])[A-Za-z0-9+/]{43}=|\\dQ~|eyJ[\\w-]{8}|(?![a-z_-]{40})[A-Za-z0-9+_=-]{40}"
			+ "|(?=[A-Za-z]*\\d)(?=[A-Z\\d]*[a-z])(?=[a-z\\d]*[A-Z])[A-Za-z\\d]{30}";

	// The query and the fragment of a URL, settings as in the URL of a database, JSON,
	// and a user with a password
	private static final Pattern VALUE = Pattern.compile("[?#&=].{4}|%40|(?<!^)\"(?!$)"
			+ "|(?<=\\w\\w)(?<!\\b(?:file|classpath|jar|optional)):(?![/\\s]|\\d+(?:[/,:\\s\\]\"]|$)).|" + KEY);

	// Where nothing is known of what the value is for
	private static final Pattern ANY_VALUE = Pattern.compile("@|[?#].|[A-Za-z0-9+/_=-]{32}|" + VALUE);

	private static final Pattern SHORT_WORD = Pattern.compile("[a-z]{1,5}");

	private SecretValues() {
	}

	/**
	 * Returns whether a value may be a secret that is no valid value.
	 * @param value the value of a property that is not for secrets
	 * @return whether it must not be shown
	 */
	public static boolean isPossible(Object value) {
		return VALUE.matcher(withoutHarmless(value)).find();
	}

	/**
	 * Returns whether a value may be a secret.
	 * @param name the name of a property of ours, which may be misspelled
	 * @param value its value
	 * @return whether it must not be shown
	 */
	public static boolean isPossible(String name, Object value) {
		return NAME.matcher(name.replace(CREDENTIALS, "")).find() || ANY_VALUE.matcher(withoutHarmless(value)).find();
	}

	private static String withoutHarmless(Object value) {
		return HARMLESS.matcher(value.toString()).replaceAll("");
	}

	/**
	 * Creates an exception for an invalid property, which shows its value unless that may
	 * be a secret.
	 * @param property the name of the property
	 * @param value its value
	 * @param reason the reason, which may quote the value, and what to do
	 * @param cause the cause, or {@code null}
	 * @return the exception
	 */
	public static InvalidConfigurationPropertyValueException invalid(String property, Object value, String reason,
			@Nullable Throwable cause) {
		// Not with the cause, which may quote the value
		return isPossible(value)
				? new InvalidConfigurationPropertyValueException(property, NOT_SHOWN, withoutValue(reason, value))
				: new InvalidConfigurationPropertyValueException(property, value, reason, cause);
	}

	private static String withoutValue(String reason, Object value) {
		String text = value.toString();
		String shown = reason.replace("'" + text + "'", "The value").replace(text, NOT_SHOWN);
		boolean quoted = Stream.of(text.split("[^A-Za-z0-9]+"))
			.filter((part) -> part.length() > 2 && !SHORT_WORD.matcher(part).matches())
			.anyMatch(shown::contains);
		return quoted ? "The property does not take such a value, which looks like a secret"
				: shown + " (the value is not shown, since it looks like a secret)";
	}

}
