package io.github.azuredevicecode.autoconfigure.credential;

import java.io.Serial;

/**
 * A property has a user name and a password in it. Its value is not told, neither here
 * nor by the analysis, which both end in logs.
 *
 * @since 0.1
 */
public final class UserInfoInPropertyException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String name;

	UserInfoInPropertyException(String name) {
		super("The property " + name + " must not contain a user name and a password");
		this.name = name;
	}

	public String getName() {
		return this.name;
	}

	static boolean isPossible(Object value) {
		String text = value.toString();
		int start = text.contains("://") ? text.indexOf("://") + 3 : 0;
		int end = text.lastIndexOf('@');
		return end > start && text.substring(start, end).contains(":");
	}

}
