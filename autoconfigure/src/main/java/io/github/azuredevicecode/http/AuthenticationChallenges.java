package io.github.azuredevicecode.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Lenient reader of the challenges in one {@code WWW-Authenticate} header (RFC 9110
 * section 11.6.1). Services leave out commas and quotes, write Base64 with its padding or
 * JSON where a token belongs, and do not escape quotes inside quoted text. The reader
 * takes a parameter from wherever it can be recognized, passes over what it cannot read,
 * and visits each character a bounded number of times.
 */
final class AuthenticationChallenges {

	private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

	private static final String TOKEN68_MARKS = "-._~+/";

	private static final String BLANKS = " \t\r\n";

	private static final String SEPARATORS = BLANKS + ",;";

	private final List<Challenge> challenges = new ArrayList<>();

	private final String header;

	private int position;

	private boolean afterSeparator = true;

	// Whether some quoted text is known not to end
	private boolean unclosed;

	private boolean objectRead;

	private AuthenticationChallenges(String header) {
		this.header = header;
	}

	/**
	 * Reads a header.
	 * @param header the value of the header
	 * @return its challenges
	 */
	static List<Challenge> parse(String header) {
		AuthenticationChallenges reader = new AuthenticationChallenges(header);
		reader.read();
		return reader.challenges;
	}

	private void read() {
		Challenge current = null;
		while (skipToElement()) {
			String name = word(TOKEN_MARKS);
			if (name.isEmpty()) {
				this.position++;
			}
			else if (at(afterBlanks(this.position), '=')) {
				String value = value(name);
				if (current != null) {
					current.parameters().putIfAbsent(name.toLowerCase(Locale.ROOT), value);
				}
			}
			else if (this.afterSeparator || isParameter(afterBlanks(this.position))) {
				current = new Challenge(name, new LinkedHashMap<>());
				this.challenges.add(current);
				skipToken68();
			}
			this.afterSeparator = false;
		}
	}

	private boolean skipToElement() {
		while (this.position < this.header.length() && SEPARATORS.indexOf(this.header.charAt(this.position)) >= 0) {
			this.afterSeparator |= BLANKS.indexOf(this.header.charAt(this.position)) < 0;
			this.position++;
		}
		return this.position < this.header.length();
	}

	private String value(String name) {
		this.position = afterBlanks(afterBlanks(this.position) + 1);
		if (at(this.position, '"')) {
			return quoted();
		}
		if (at(this.position, '{') && !this.objectRead && name.equalsIgnoreCase("claims")) {
			this.objectRead = true;
			int end = endOfObject();
			if (end > 0) {
				return taken(end);
			}
		}
		int end = this.position;
		while (end < this.header.length() && this.header.charAt(end) != ','
				&& BLANKS.indexOf(this.header.charAt(end)) < 0) {
			end++;
		}
		String value = taken(end);
		value = value.endsWith(";") ? value.substring(0, value.length() - 1) : value;
		boolean apostrophes = value.length() > 1 && value.startsWith("'") && value.endsWith("'");
		return apostrophes ? value.substring(1, value.length() - 1) : value;
	}

	private String taken(int end) {
		String value = this.header.substring(this.position, end);
		this.position = end;
		return value;
	}

	private String quoted() {
		int start = this.position + 1;
		int firstQuote = -1;
		int end = start;
		while (end < this.header.length()) {
			char character = this.header.charAt(end);
			if (character == '"') {
				firstQuote = (firstQuote < 0) ? end : firstQuote;
				if (this.unclosed || isClosing(end + 1)) {
					break;
				}
			}
			end += (character == '\\') ? 2 : 1;
		}
		if (end >= this.header.length()) {
			this.unclosed = true;
			end = (firstQuote < 0) ? this.header.length() : firstQuote;
		}
		this.position = Math.min(end + 1, this.header.length());
		return unescape(this.header.substring(start, end));
	}

	// Quotes inside the text are often not escaped: the one that ends it is followed by
	// something that can follow a parameter
	private boolean isClosing(int next) {
		int element = afterBlanks(next);
		if (element == this.header.length()) {
			return true;
		}
		boolean separated = at(element, ',') || at(element, ';');
		if (separated) {
			element = after(element, SEPARATORS);
			if (element == this.header.length()) {
				return true;
			}
		}
		if (isParameter(element)) {
			return separated || element > next || at(this.header.indexOf('=', element) + 1, '"');
		}
		int end = afterWord(element, TOKEN_MARKS);
		if (end == element) {
			return false;
		}
		int argument = afterBlanks(end);
		if (separated && (argument == this.header.length() || at(argument, ','))) {
			return true;
		}
		boolean scheme = separated || element > next;
		return scheme && argument > end && (isParameter(argument)
				|| (Character.isUpperCase(this.header.charAt(element)) && isToken68(argument)));
	}

	private boolean isParameter(int start) {
		int end = afterWord(start, TOKEN_MARKS);
		return end > start && at(afterBlanks(end), '=');
	}

	private boolean isToken68(int start) {
		int end = afterBlanks(after(afterWord(start, TOKEN68_MARKS), "="));
		return end > start && (end == this.header.length() || at(end, ','));
	}

	// Credentials of a scheme such as Negotiate, which look like the name of a parameter
	private void skipToken68() {
		int start = afterBlanks(this.position);
		if (isToken68(start)) {
			this.position = after(afterWord(start, TOKEN68_MARKS), "=");
		}
	}

	// The end of a JSON object, or -1
	private int endOfObject() {
		int depth = 0;
		boolean text = false;
		for (int index = this.position; index < this.header.length(); index++) {
			char character = this.header.charAt(index);
			if (text && character == '\\') {
				index++;
			}
			else if (character == '"') {
				text = !text;
			}
			else if (!text && (character == '{' || character == '}')) {
				depth += (character == '{') ? 1 : -1;
				if (depth == 0) {
					return index + 1;
				}
			}
		}
		return -1;
	}

	private static String unescape(String text) {
		if (text.indexOf('\\') < 0) {
			return text;
		}
		StringBuilder value = new StringBuilder(text.length());
		for (int index = 0; index < text.length(); index++) {
			if (text.charAt(index) == '\\' && ++index == text.length()) {
				break;
			}
			value.append(text.charAt(index));
		}
		return value.toString();
	}

	private boolean at(int index, char character) {
		return index < this.header.length() && this.header.charAt(index) == character;
	}

	private String word(String marks) {
		return taken(afterWord(this.position, marks));
	}

	private int afterWord(int start, String marks) {
		int end = start;
		while (end < this.header.length() && isWord(this.header.charAt(end), marks)) {
			end++;
		}
		return end;
	}

	private static boolean isWord(char character, String marks) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || marks.indexOf(character) >= 0;
	}

	private int afterBlanks(int start) {
		return after(start, BLANKS);
	}

	private int after(int start, String characters) {
		int end = start;
		while (end < this.header.length() && characters.indexOf(this.header.charAt(end)) >= 0) {
			end++;
		}
		return end;
	}

	/**
	 * A challenge.
	 *
	 * @param scheme the scheme as it was written
	 * @param parameters the parameters, with their names in lower case
	 */
	record Challenge(String scheme, Map<String, String> parameters) {

		@Nullable String parameter(String name) {
			return this.parameters.get(name);
		}

	}

}
