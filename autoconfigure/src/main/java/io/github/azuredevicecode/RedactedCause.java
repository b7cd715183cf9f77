package io.github.azuredevicecode;

import java.io.Serial;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Stands for a cause with the password of a store in its message, as drivers write it
 * that are given an address they do not take. It has the stack trace of the cause, and
 * the message without the password.
 */
final class RedactedCause extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private static final int MOST_CAUSES = 20;

	// Longer messages are cut, since the patterns look for the end of an address
	private static final int MOST_LETTERS = 8192;

	private static final Pattern ADDRESS = Pattern.compile("(jdbc:)\\S*[?;&@]\\S*");

	private static final Pattern USER_INFO = Pattern.compile("(://)\\S+(?=@)");

	// MySQL tells whether there was one
	private static final Pattern PASSWORD = Pattern
		.compile("(?i)((?:pass(?:word|wd|phrase)|pwd)[\"']?\\s*[=:]\\s*[\"']?)(?!(?:YES|NO)\\b)[^\\s;&\"',}]+");

	private RedactedCause(Throwable original, @Nullable Throwable cause) {
		super(text(original), cause);
		setStackTrace(original.getStackTrace());
	}

	/**
	 * Returns what to give as the cause of an exception.
	 * @param cause the cause
	 * @return the cause itself, or one in its place where a message holds a password
	 */
	static Throwable of(Throwable cause) {
		return holdsPassword(cause, new HashSet<>()) ? new RedactedCause(cause, copy(cause.getCause(), MOST_CAUSES))
				: cause;
	}

	private static boolean holdsPassword(@Nullable Throwable cause, Set<Integer> seen) {
		if (cause == null || !seen.add(System.identityHashCode(cause))) {
			return false;
		}
		return !text(cause).equals(String.valueOf(cause)) || holdsPassword(cause.getCause(), seen)
				|| Stream.of(cause.getSuppressed()).anyMatch((suppressed) -> holdsPassword(suppressed, seen));
	}

	private static @Nullable RedactedCause copy(@Nullable Throwable cause, int depth) {
		return (cause != null && depth > 0) ? new RedactedCause(cause, copy(cause.getCause(), depth - 1)) : null;
	}

	/**
	 * Returns the text of a cause, without a password.
	 * @param cause the cause
	 * @return its class and message
	 */
	static String text(Throwable cause) {
		String text = String.valueOf(cause);
		String shown = (text.length() > MOST_LETTERS) ? text.substring(0, MOST_LETTERS) : text;
		for (Pattern secret : new Pattern[] { ADDRESS, USER_INFO, PASSWORD }) {
			shown = secret.matcher(shown).replaceAll("$1(not shown)");
		}
		return shown;
	}

	@Override
	public String toString() {
		return String.valueOf(getMessage());
	}

}
