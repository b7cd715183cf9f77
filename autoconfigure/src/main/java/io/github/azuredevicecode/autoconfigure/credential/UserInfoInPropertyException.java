package io.github.azuredevicecode.autoconfigure.credential;

import java.io.Serial;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A property has a user name, a password or a token in an address. Its value is not told,
 * neither here nor by the analysis, which both end in logs.
 *
 * @since 0.1
 */
public final class UserInfoInPropertyException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private static final Set<String> ADDRESSES = Set.of("authority", "http.proxy", "allowed-hosts");

	private static final Pattern USER_INFO = Pattern.compile("//[^/?#]*@");

	private final String name;

	UserInfoInPropertyException(String name) {
		super("The property " + name + " must not contain a user name, a password or a token");
		this.name = name;
	}

	public String getName() {
		return this.name;
	}

	// A token alone may stand before the @, too
	static boolean isPossible(String name, Object value) {
		String text = value.toString();
		return ADDRESSES.contains(name) ? text.indexOf('@') >= 0 : USER_INFO.matcher(text).find();
	}

}
