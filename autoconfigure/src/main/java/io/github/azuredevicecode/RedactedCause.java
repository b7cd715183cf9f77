package io.github.azuredevicecode;

import java.io.Serial;
import java.util.regex.Pattern;

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

	private static final Pattern ADDRESS = Pattern.compile("(jdbc:)\\S*[?;&@]\\S*");

	private static final Pattern USER_INFO = Pattern.compile("(://)[^\\s/@]+(?=@)");

	private static final Pattern PASSWORD = Pattern.compile("(?i)((?:password|passwd|pwd)=)[^\\s;&]+");

	private RedactedCause(Throwable original, @Nullable Throwable cause) {
		super(redacted(original.toString()), cause);
		setStackTrace(original.getStackTrace());
	}

	/**
	 * Returns what to give as the cause of an exception.
	 * @param cause the cause
	 * @return the cause itself, or one in its place where a message holds a password
	 */
	static Throwable of(Throwable cause) {
		return holdsPassword(cause, MOST_CAUSES) ? new RedactedCause(cause, copy(cause.getCause(), MOST_CAUSES))
				: cause;
	}

	private static boolean holdsPassword(@Nullable Throwable cause, int depth) {
		if (cause == null || depth == 0) {
			return false;
		}
		String text = cause.toString();
		if (!redacted(text).equals(text) || holdsPassword(cause.getCause(), depth - 1)) {
			return true;
		}
		for (Throwable suppressed : cause.getSuppressed()) {
			if (holdsPassword(suppressed, depth - 1)) {
				return true;
			}
		}
		return false;
	}

	private static @Nullable RedactedCause copy(@Nullable Throwable cause, int depth) {
		return (cause != null && depth > 0) ? new RedactedCause(cause, copy(cause.getCause(), depth - 1)) : null;
	}

	private static String redacted(String text) {
		String shown = text;
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
