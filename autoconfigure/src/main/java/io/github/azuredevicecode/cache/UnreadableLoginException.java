package io.github.azuredevicecode.cache;

import java.io.Serial;

/**
 * Exception that a codec throws for bytes that it cannot decode. The message contains
 * none of the bytes.
 *
 * @since 0.1
 */
public class UnreadableLoginException extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	private final Kind kind;

	/**
	 * Creates an exception.
	 * @param message the reason
	 * @param kind what makes the bytes unreadable
	 */
	public UnreadableLoginException(String message, Kind kind) {
		super(message);
		this.kind = kind;
	}

	/**
	 * Returns what makes the bytes unreadable.
	 * @return the kind
	 */
	public Kind getKind() {
		return this.kind;
	}

	/**
	 * Reason for which a codec cannot decode bytes. It decides what a store may do with
	 * them.
	 */
	public enum Kind {

		/**
		 * The bytes are damaged, or belong to another key. A store sets them aside when a
		 * login is written in their place.
		 */
		CORRUPT(true),

		/**
		 * A newer version of this library has written the bytes. They stay as they are.
		 */
		NEWER_FORMAT(false),

		/**
		 * The bytes are encrypted with a key that is not configured. They stay as they
		 * are, since others may have the key.
		 */
		UNKNOWN_KEY(false);

		private final boolean replaceable;

		Kind(boolean replaceable) {
			this.replaceable = replaceable;
		}

		/**
		 * Returns whether a login may be written in place of the bytes.
		 * @return whether they may be replaced
		 */
		public boolean isReplaceable() {
			return this.replaceable;
		}

	}

}
