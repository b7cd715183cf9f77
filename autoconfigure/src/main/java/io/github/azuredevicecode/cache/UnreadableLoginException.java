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

	private final boolean newerFormat;

	/**
	 * Creates an exception.
	 * @param message the reason
	 * @param newerFormat whether a newer version of this library has written them
	 */
	public UnreadableLoginException(String message, boolean newerFormat) {
		super(message);
		this.newerFormat = newerFormat;
	}

	/**
	 * Returns whether a newer version of this library has written the bytes, which must
	 * stay as they are then.
	 * @return whether the format is newer
	 */
	public boolean isNewerFormat() {
		return this.newerFormat;
	}

}
