package io.github.azuredevicecode.entra.http;

import java.net.PasswordAuthentication;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The user name and the password that a proxy wants. Immutable; its text shows neither.
 *
 * @param username the user name
 * @param password the password
 */
public record ProxyCredentials(String username, String password) {

	public ProxyCredentials {
		if (username.isBlank() || username.indexOf(':') >= 0 || hasControls(username)) {
			throw new IllegalArgumentException(
					"The user name for the proxy must not be blank, and must not contain a colon or control characters");
		}
		if (hasControls(password)) {
			throw new IllegalArgumentException("The password for the proxy must not contain control characters");
		}
	}

	static ProxyCredentials of(PasswordAuthentication authentication) {
		return new ProxyCredentials(authentication.getUserName(), new String(authentication.getPassword()));
	}

	private static boolean hasControls(String text) {
		return text.chars().anyMatch(Character::isISOControl);
	}

	String toBasic() {
		return "Basic " + Base64.getEncoder()
			.encodeToString((this.username + ":" + this.password).getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public String toString() {
		return "ProxyCredentials[...]";
	}

}
