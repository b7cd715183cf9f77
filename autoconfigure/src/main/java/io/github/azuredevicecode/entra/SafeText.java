package io.github.azuredevicecode.entra;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Makes text of the service safe to print: no terminal sequence, control character,
 * bidirectional mark or line break is left that could forge a line of a log or a prompt.
 */
public final class SafeText {

	private static final int MAX_LENGTH = 4096;

	private static final Pattern TERMINAL_SEQUENCE = Pattern
		.compile("\\u001B\\[[0-?]*[ -/]*[@-~]|\\u001B\\][^\\u0007\\u001B]*(?:\\u0007|\\u001B\\\\)|\\u001B[@-_]");

	private static final Pattern BREAK = Pattern.compile("[\\r\\n\\t\\u0085\\u2028\\u2029]+");

	// With letters and marks that show nothing (Default_Ignorable_Code_Point, and the
	// blank of Braille)
	private static final Pattern INVISIBLE = Pattern
		.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u2065\\u2800\\u3164"
				+ "\\uFE00-\\uFE0F\\uFFA0\\uFFF0-\\uFFF8\\x{E0000}-\\x{E0FFF}]");

	private SafeText() {
	}

	public static String clean(String text) {
		String shortened = (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) : text;
		String plain = TERMINAL_SEQUENCE.matcher(shortened).replaceAll("");
		return INVISIBLE.matcher(BREAK.matcher(plain).replaceAll(" ")).replaceAll("").strip();
	}

	/**
	 * Cleans a text of the service, if it is one.
	 * @param text what the service sent
	 * @return the text, or {@code null} if it is none, or nothing of it can be shown
	 */
	public static @Nullable String cleanOrNull(@Nullable Object text) {
		String clean = (text instanceof String string) ? clean(string) : "";
		return clean.isBlank() ? null : clean;
	}

}
