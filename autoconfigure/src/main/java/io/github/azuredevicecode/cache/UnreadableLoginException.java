package io.github.azuredevicecode.cache;

import java.io.Serial;

/**
 * Stored bytes are no login that can be used here. Its message holds none of the bytes.
 */
public class UnreadableLoginException extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	private final boolean newerFormat;

	/**
	 * Create an exception.
	 * @param message what is wrong with the bytes
	 * @param newerFormat whether a newer version of this library has written them
	 */
	public UnreadableLoginException(String message, boolean newerFormat) {
		super(message);
		this.newerFormat = newerFormat;
	}

	/**
	 * Return whether a newer version of this library has written the bytes, so that they
	 * must be left as they are.
	 * @return whether the format is newer
	 */
	public boolean isNewerFormat() {
		return this.newerFormat;
	}

}
