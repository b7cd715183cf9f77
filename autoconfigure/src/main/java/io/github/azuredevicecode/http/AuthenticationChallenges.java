package io.github.azuredevicecode.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads the challenges of one {@code WWW-Authenticate} header (RFC 9110 section 11.6.1).
 * Reads from left to right without going back, whatever the header holds; what stands
 * before a fault is kept, the challenge with the fault and what follows it are not.
 */
final class AuthenticationChallenges {

	private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

	private static final String TOKEN68_MARKS = "-._~+/";

	private final List<Challenge> challenges = new ArrayList<>();

	private final String header;

	private int position;

	private AuthenticationChallenges(String header) {
		this.header = header;
	}

	/**
	 * Read a header.
	 * @param header the value of the header
	 * @return its well-formed challenges
	 */
	static List<Challenge> parse(String header) {
		AuthenticationChallenges reader = new AuthenticationChallenges(header);
		reader.read();
		return reader.challenges;
	}

	private void read() {
		Challenge current = null;
		while (true) {
			skip(" \t,");
			if (this.position == this.header.length()) {
				keep(current);
				return;
			}
			String name = word(TOKEN_MARKS);
			int end = this.position;
			skip(" \t");
			if (!name.isEmpty() && !at('=')) {
				keep(current);
				current = new Challenge(name, new LinkedHashMap<>());
				if (this.position > end) {
					skipToken68();
				}
			}
			else if (name.isEmpty() || current == null || !readValue(name, current)) {
				return;
			}
		}
	}

	private boolean readValue(String name, Challenge challenge) {
		this.position++;
		skip(" \t");
		String value = at('"') ? quoted() : word(TOKEN_MARKS);
		return value != null && (!value.isEmpty() || this.header.charAt(this.position - 1) == '"') && atEndOfElement()
				&& challenge.parameters().putIfAbsent(name.toLowerCase(Locale.ROOT), value) == null;
	}

	private @Nullable String quoted() {
		StringBuilder value = new StringBuilder();
		for (this.position++; this.position < this.header.length(); this.position++) {
			char character = this.header.charAt(this.position);
			if (character == '"') {
				this.position++;
				return value.toString();
			}
			if (character == '\\' && ++this.position == this.header.length()) {
				return null;
			}
			value.append(this.header.charAt(this.position));
		}
		return null;
	}

	// Credentials of a scheme such as Negotiate, which look like the name of a parameter
	private void skipToken68() {
		int start = this.position;
		word(TOKEN68_MARKS);
		skip("=");
		if (!atEndOfElement()) {
			this.position = start;
		}
	}

	private boolean atEndOfElement() {
		skip(" \t");
		return this.position == this.header.length() || at(',');
	}

	private boolean at(char character) {
		return this.position < this.header.length() && this.header.charAt(this.position) == character;
	}

	private String word(String marks) {
		int start = this.position;
		while (this.position < this.header.length() && isWord(this.header.charAt(this.position), marks)) {
			this.position++;
		}
		return this.header.substring(start, this.position);
	}

	private static boolean isWord(char character, String marks) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || marks.indexOf(character) >= 0;
	}

	private void skip(String characters) {
		while (this.position < this.header.length() && characters.indexOf(this.header.charAt(this.position)) >= 0) {
			this.position++;
		}
	}

	private void keep(@Nullable Challenge challenge) {
		if (challenge != null) {
			this.challenges.add(challenge);
		}
	}

	/**
	 * A challenge.
	 *
	 * @param scheme the scheme as it was written
	 * @param parameters the parameters, with their names in lower case
	 */
	record Challenge(String scheme, Map<String, String> parameters) {

	}

}
