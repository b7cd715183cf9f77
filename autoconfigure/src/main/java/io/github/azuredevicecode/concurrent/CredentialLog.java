package io.github.azuredevicecode.concurrent;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.ServiceError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The log of one credential: one line for each step in the life of its login. Each line
 * names the credential in its text, and in key-value pairs for structured logs. A line
 * never has a stack trace. Immutable and thread safe.
 */
public final class CredentialLog {

	private static final Logger logger = LoggerFactory.getLogger(DeviceCodeCredential.class);

	private final String credentialName;

	private final boolean userNames;

	CredentialLog(String credentialName, boolean userNames) {
		this.credentialName = credentialName;
		this.userNames = userNames;
	}

	/**
	 * Starts a line at INFO.
	 * @param text what has happened, a sentence with its full stop
	 * @return the line
	 */
	public Line info(String text) {
		return new Line(Level.INFO, text);
	}

	/**
	 * Starts a line at WARN.
	 * @param text what has happened, a sentence with its full stop
	 * @return the line
	 */
	public Line warn(String text) {
		return new Line(Level.WARN, text);
	}

	/**
	 * Starts a line at DEBUG.
	 * @param text what has happened, a sentence with its full stop
	 * @return the line
	 */
	Line debug(String text) {
		return new Line(Level.DEBUG, text);
	}

	/**
	 * A line of the log that is being written.
	 */
	public final class Line {

		private final Level level;

		private final String text;

		private final Map<String, String> values = new LinkedHashMap<>();

		private @Nullable String problem;

		private Line(Level level, String text) {
			this.level = level;
			this.text = text;
			with("credentialName", CredentialLog.this.credentialName);
		}

		/**
		 * Adds a value.
		 * @param name the name of the value
		 * @param value the value, or {@code null} to add nothing
		 * @return this line
		 */
		public Line with(String name, @Nullable Object value) {
			if (value != null) {
				this.values.put(name, value.toString());
			}
			return this;
		}

		/**
		 * Adds the attempt.
		 * @param attemptId the attempt
		 * @return this line
		 */
		public Line attempt(@Nullable String attemptId) {
			return with("attemptId", attemptId);
		}

		/**
		 * Adds the user, if user names may be logged.
		 * @param user the user, or {@code null} to add nothing
		 * @return this line
		 */
		public Line user(@Nullable AuthenticationRecord user) {
			return (user != null && CredentialLog.this.userNames) ? with("username", user.username()) : this;
		}

		/**
		 * Adds the answer of the service to a failed request.
		 * @param error the answer, or {@code null} to add nothing
		 * @return this line
		 */
		Line error(@Nullable ServiceError error) {
			return (error != null) ? with("errorCode", error.errorCode()).with("aadstsCode", error.aadstsCode())
				.with("correlationId", error.correlationId()) : this;
		}

		/**
		 * Adds the problem, which ends the text.
		 * @param problem a description, or {@code null} to add nothing
		 * @return this line
		 */
		public Line problem(@Nullable String problem) {
			this.problem = problem;
			return this;
		}

		/**
		 * Writes the line.
		 */
		public void log() {
			if (!logger.isEnabledForLevel(this.level)) {
				return;
			}
			StringBuilder message = new StringBuilder(this.text);
			String separator = " ";
			for (Map.Entry<String, String> value : this.values.entrySet()) {
				message.append(separator)
					.append(separator.equals(" ") ? inWords(value.getKey(), true) : inWords(value.getKey(), false))
					.append(": ")
					.append(value.getValue());
				separator = ", ";
			}
			if (this.problem != null) {
				message.append(". ").append(this.problem.replaceAll("\\R", " "));
			}
			LoggingEventBuilder event = logger.atLevel(this.level);
			for (Map.Entry<String, String> value : this.values.entrySet()) {
				event = event.addKeyValue(value.getKey(), value.getValue());
			}
			event.log(message.toString());
		}

		private static String inWords(String name, boolean first) {
			String words = switch (name) {
				case "credentialName" -> "credential";
				case "attemptId" -> "attempt";
				case "username" -> "user";
				case "errorCode" -> "error";
				case "aadstsCode" -> "code";
				case "correlationId" -> "correlation id";
				default -> name.replaceAll("(?=\\p{Upper})", " ").toLowerCase(Locale.ROOT);
			};
			return first ? Character.toUpperCase(words.charAt(0)) + words.substring(1) : words;
		}

	}

}
